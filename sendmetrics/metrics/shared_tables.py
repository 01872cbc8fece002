"""What may leave the building: a list of fixed tables. Any other cut could be subtracted from one of these."""

import functools

from sendmetrics.contracts.reference import read_reference
from sendmetrics.errors import RefusedError
from sendmetrics.metrics.question import Question, Reader


@functools.cache
def read_shared_tables() -> tuple[Question, ...]:
    """The questions that ``shared`` readers may ask, in the order of data/reference/shared_tables.csv."""
    return tuple(
        Question(row["metric"], by=row["by"] or None, every=row["every"], view=row["view"] or None)
        for row in read_reference("shared_tables")
    )


def refuse_extent(reader: Reader) -> None:
    """Raise RefusedError for a reader of some schools only: the fixed tables cut to them are tables by school."""
    if any(kind == "schools" for kind, _ in reader.extent):
        raise RefusedError(
            "Figures that leave the building are for the whole authority, so that none can be subtracted from another "
            "to find a child. Of single schools there are none."
        )


def refuse_unlisted(question: Question) -> None:
    """Raise RefusedError, in words, unless the question is one of the fixed tables."""
    if question in read_shared_tables():
        return
    offered = [
        " ".join(
            filter(
                None,
                (f"--every {listed.every}", listed.by and f"--by {listed.by}", listed.view and f"--view {listed.view}"),
            )
        )
        for listed in read_shared_tables()
        if listed.metric == question.metric
    ]
    raise RefusedError(
        "Figures that leave the building come as fixed tables only, so that none can be subtracted from another "
        f"to find a child. Of {question.metric} there is: {'; '.join(offered) or 'none'}. "
        "No other breakdown, period, filter or date is given."
    )
