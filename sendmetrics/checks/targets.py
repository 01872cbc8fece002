"""Whose the entries of targets.toml are: of no authority without files, and of one that is named where there are several."""

from sendmetrics.contracts.findings import TELL, Finding
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.staging import Staging
from sendmetrics.extracts.targets import FILE, Targets
from sendmetrics.words import say_list

TABLES = ("targets", "trajectories", "annotations", "holidays")


def check_targets(staging: Staging) -> list[Finding]:
    """Findings on entries of authorities of which there are no files.

    Raises SendMetricsError when the files are of several authorities and an
    entry does not say of which it is: another's target would pass for one's own.
    """
    if not staging.targets.entries:
        return []
    loaded = [code for (code,) in staging.con.execute(_LOADED).fetchall()]
    unnamed = _tables_with(staging.targets, {None})
    if unnamed and len(loaded) > 1:
        raise SendMetricsError(
            f"{FILE}, {say_list(f'[[{table}]]' for table in unnamed)}: the files are of several authorities ({', '.join(loaded)}). "
            f'Say in each entry whose it is, such as authority = "{loaded[0]}".'
        )
    codes = {row["la_code"] for table in TABLES for row in getattr(staging.targets, table)}
    return [
        Finding(
            TELL,
            FILE,
            say_list(_tables_with(staging.targets, {code})),
            None,
            "authority",
            "target_without_files",
            f"No file is of the authority {code}, so what is said for it is shown nowhere.",
            "Correct the number, or add its files.",
        )
        for code in sorted(codes - {None, *loaded})
    ]


_LOADED = "select la_code from authorities where is_loaded order by la_code"


def _tables_with(targets: Targets, codes: set[str | None]) -> list[str]:
    return [table for table in TABLES if any(row["la_code"] in codes for row in getattr(targets, table))]
