"""What the tables of a warehouse mean, as one code: measures are asked only of tables that were built to mean the same."""

import functools
import hashlib

from sendmetrics.contracts.reference import PROJECT, QUERIES, REFERENCE
from sendmetrics.extracts.sources import hash_file


@functools.cache
def layout() -> str:
    """Changes with every statement that builds tables, with their columns, and with the clocks and codes built in."""
    contracts = PROJECT / "sendmetrics" / "contracts"
    ours = [
        *contracts.glob("tables*.py"),
        *REFERENCE.glob("*.csv"),
        *QUERIES.glob("tables/*.sql"),
        QUERIES / "macros.sql",
    ]
    digest = hashlib.sha256()
    for path in sorted(ours):
        digest.update(f"{path.name}\0{hash_file(path)}\n".encode())
    return digest.hexdigest()[:16]
