"""What is said of one school before its figures."""

from sendmetrics.metrics.engine import Engine
from sendmetrics.warehouse.places import read_school


def read_facts(engine: Engine, school_urn: str) -> str:
    """Name, URN, phase, type, trust and local area of a school in a line, as plain text; these are public."""
    row = read_school(engine.warehouse, school_urn)
    if row is None:
        return f"URN {school_urn}"
    name, *facts = row
    return f"{name or 'School'} · URN {school_urn} · " + " · ".join(fact for fact in facts if fact)
