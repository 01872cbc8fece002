"""From what a reader asks of queues to the question that is answered, or to a refusal in words."""

import datetime
from dataclasses import replace

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.question import Question, Reader, Where
from sendmetrics.metrics.queueing import YEAR_WEEKS
from sendmetrics.metrics.resolve import resolve_question
from sendmetrics.warehouse.opened import Warehouse

# The service's clock: who was never accepted is not in its queue, and none is missing for not being triaged yet.
WAIT = "accepted_to_first_contact_wait"
NOT_SHARED = (
    "Figures that leave the building come as fixed tables only, so that none can be subtracted from another to find a "
    "child. Queues by week are not among them."
)
# Three years: what is older says little of a service now.
WEEKS_CARRIED = 156
FLOW_VALUES = {"weeks_carried": WEEKS_CARRIED, "year_weeks": YEAR_WEEKS}


def ask_of_queues(warehouse: Warehouse, where: Where, reader: Reader, as_at: datetime.date | None) -> Question:
    """The question of the wait that queues are of, by service. Raises RefusedError, in words, as for any measure."""
    if reader.audience == "shared":
        raise RefusedError(NOT_SHARED)
    # By month, so that whoever may see a school by year alone is refused.
    question = Question(WAIT, by="service", every="month", where=where, as_at=as_at)
    return replace(resolve_question(warehouse, find_metric(WAIT), question, reader), every="all")


def of_service(question: Question, service: str) -> Question:
    """The same of one service alone."""
    others = tuple(pair for pair in question.where if pair[0] != "service")
    return replace(question, where=(*others, ("service", (service,))))
