"""Files in our own templates, as an authority's systems write them."""

import csv
from collections.abc import Iterable
from pathlib import Path


def write_rows(path: Path, headings: list[str], rows: Iterable[list]) -> Path:
    """A CSV with its headings; the path again."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)
    return path
