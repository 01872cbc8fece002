"""Small means of the engine: what a statement binds, its rows by name, and what is kept of them."""

import datetime
import re
from collections import OrderedDict

from sendmetrics.metrics.definition import Metric
from sendmetrics.metrics.question import Question


def name_rows(names: list[str], rows: list[tuple]) -> list[dict]:
    """Rows as they came, each value under its column's name."""
    return [dict(zip(names, row, strict=True)) for row in rows]


def dates_of(
    metric: Metric, question: Question, begins: datetime.date | None, newest: datetime.date | None
) -> dict[str, object]:
    """The days and weeks of a question that a composed statement may bind; ``begins`` and ``newest`` bound the files."""
    return {
        "as_at": question.as_at,
        "from": question.start,
        "until": min(question.end, question.as_at) if question.end else question.as_at,
        "begins": begins,
        "newest": newest,
        "curve_weeks": list(metric.curve_weeks),
        "mean_to_weeks": metric.mean_to_weeks,
    }


def values_used(sql: str, values: dict[str, object]) -> dict[str, object]:
    """The values that a statement binds."""
    names = set(re.findall(r"\$([a-z_]+)", sql))
    return {name: value for name, value in values.items() if name in names}


def keep_newest(kept: OrderedDict, key: tuple, value: object, most: int) -> None:
    """Keep a value, and of all no more than so many: the oldest go first."""
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)
