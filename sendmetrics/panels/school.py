"""What is said of one school before its figures."""

from sendmetrics.metrics.engine import Engine


def read_facts(engine: Engine, school_urn: str) -> str:
    """Name, URN, phase, type, trust and local area of a school in a line; these are public."""
    row = engine.warehouse.query(
        "select schools.school_name, schools.phase, schools.school_type, schools.trust_name, localities.locality_name "
        "from main.schools left join main.localities using (locality_code) where school_urn = $urn",
        {"urn": school_urn},
    ).fetchone()
    if row is None:
        return f"**URN {school_urn}**"
    name, *facts = row
    return f"**{name or 'School'}** · URN {school_urn} · " + " · ".join(fact for fact in facts if fact)
