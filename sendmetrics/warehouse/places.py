"""What is public about places: schools and authorities. Nothing about a child."""

from sendmetrics.warehouse.opened import Warehouse


def read_school(warehouse: Warehouse, school_urn: str) -> tuple[str | None, ...] | None:
    """Name, phase, type, trust and local area of a school; None where no file names it."""
    return warehouse.query(
        "select schools.school_name, schools.phase, schools.school_type, schools.trust_name, localities.locality_name "
        "from main.schools left join main.localities using (locality_code) where school_urn = $urn",
        {"urn": school_urn},
    ).fetchone()


def count_loaded_authorities(warehouse: Warehouse) -> int:
    """Authorities whose own files are loaded."""
    return warehouse.query("select count(*) from main.authorities where is_loaded").fetchone()[0]
