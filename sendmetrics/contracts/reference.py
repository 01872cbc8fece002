"""Where the product's own folders are, and its reference lists: codes, clocks, services."""

import csv
import functools
from pathlib import Path

from sendmetrics.errors import SendMetricsError

PROJECT = Path(__file__).resolve().parents[2]
REFERENCE = PROJECT / "data" / "reference"
QUERIES = PROJECT / "queries"


def read_reference(name: str) -> list[dict[str, str]]:
    """Rows of data/reference/<name>.csv, every value as text."""
    with open(REFERENCE / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clock_days(macro: str) -> int:
    """Days that a clock of data/reference/clocks.csv allows, by the name of its macro: 140 for ``plan``.

    Of the law listed first: what must follow a change of law asks by the day a case
    began, in SQL. Raises SendMetricsError where no clock of that name is in days.
    """
    for clock in read_reference("clocks"):
        if clock["macro"] == macro and clock["limit_days"]:
            return int(clock["limit_days"])
    raise SendMetricsError(f"data/reference/clocks.csv lists no clock {macro!r} in days: ask for another, or add it.")


@functools.cache
def code_labels(list_name: str) -> dict[str, str]:
    """Code to label, in the order of the list; services, published ones too, and advisers keep lists of their own."""
    if list_name in OWN_LISTS:
        file, column = OWN_LISTS[list_name]
        return {row[column]: row["label"] for row in read_reference(file)}
    return {row["code"]: row["label"] for row in read_reference("code_lists") if row["list"] == list_name}


def service_labels(added: dict[str, str]) -> dict[str, str]:
    """Code to label of services: ours, then those an authority has added, and last what is none of them."""
    labels = code_labels("service")
    if not added:
        return labels
    return (
        {code: label for code, label in labels.items() if code != OTHER_SERVICE}
        | added
        | {OTHER_SERVICE: labels[OTHER_SERVICE]}
    )


# How a service is coded, ours and an authority's own.
SERVICE_CODE = "[a-z][a-z0-9_]{1,29}"
OTHER_SERVICE = "other"
OWN_LISTS = {
    "service": ("services", "service"),
    "adviser_service": ("advisers", "adviser_service"),
    "published_service": ("published_services", "published_service"),
}
