"""When a panel may not answer under a reader's filters, in words."""

from collections.abc import Iterable, Sequence

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.definition import Metric


def can_use(metric: Metric, name: str) -> bool:
    """Whether a measure knows the dimension a filter is of."""
    return DIMENSIONS[name].key in metric.columns


def why_not_filtered(metrics: Sequence[Metric], names: Iterable[str]) -> str:
    """Why the measures of a panel, its own first, cannot answer under filters of these names; empty where they can.

    A number of one school beside one of the authority would be read as of the same children. A panel of which no
    measure takes a filter is shown whole, and says so.
    """
    for name in names:
        takes = [can_use(metric, name) for metric in metrics]
        if name == "school" and not takes[0]:
            return "This cannot be shown for one school."
        if any(takes) and not all(takes):
            title = DIMENSIONS[name].title.lower()
            return f"Not all of this can be filtered by {title}; take that filter away to see it."
    return ""
