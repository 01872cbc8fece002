"""Unit, plain meaning and source of each fact about a queue, for captions and the methodology."""

from dataclasses import dataclass

FONG, LITTLE = "Fong 2022", "Little's law"


@dataclass(frozen=True)
class Meaning:
    """Unit, plain meaning and source of a fact, for captions and the methodology."""

    unit: str
    meaning: str
    source: str


MEANINGS = {
    "waiting": Meaning("children", "Children waiting at the end of the last week.", "count"),
    "demand": Meaning("children a week", "Children who joined the queue, on average of up to 52 weeks.", "count"),
    "capacity": Meaning("children a week", "Children who had a first contact, on average of up to 52 weeks.", "count"),
    "leaving": Meaning("children a week", "Children who left without a first contact, on average of up to 52 weeks.", "count"),
    "load": Meaning("ratio", "Children who join for each child seen; above 1 the service cannot see all who join.", FONG),
    "load_on_departures": Meaning(
        "ratio", "Children who join for each who leaves, seen or not; above 1 the queue grows.", FONG
    ),
    "clearance_weeks": Meaning(
        "weeks", "How long it would take to empty the queue at the last 12 weeks' pace if nobody joined.", "queue / pace"
    ),
    "net_growth": Meaning("children a week", "Joined less left, seen or not, on average of 12 weeks.", "difference"),
    "mean_wait": Meaning("weeks", "How long those waiting now have waited, on average.", "mean"),
    "target_mean_wait": Meaning("weeks", "The mean wait at which nearly all (98.2%) are within the standard.", FONG),
    "target_queue": Meaning("children", "The queue that goes with that mean wait at the present demand.", FONG),
    "relief_capacity": Meaning(
        "children a week", "To be seen a week for the queue to come down to its target in 26 weeks.", FONG
    ),
    "relief_more": Meaning("children a week", "By how many that is more than are seen a week now.", FONG),
    "target_capacity": Meaning(
        "children a week", "To be seen a week to hold the queue at its target once it is there.", FONG
    ),
    "demand_variation": Meaning("ratio", "How unevenly children join: 1 is by chance, 0 like clockwork.", FONG),
    "capacity_variation": Meaning("ratio", "How unevenly children are seen: 1 is by chance, 0 like clockwork.", FONG),
    "pressure": Meaning("ratio", "Twice the mean wait over the standard; above 1 it is likely to be missed.", FONG),
    "weeks_behind": Meaning("weeks", "Whole weeks known, up to 52: those that such an average is of.", "count"),
    "idle_weeks": Meaning("weeks", "Of those, weeks in which nobody was seen though children waited at the end.", "count"),
    "little": Meaning("children", "The queue that demand and waits make, beside the one counted.", LITTLE),
}  # fmt: skip

SOURCES = {
    FONG: "Fong and others 2022, doi 10.1101/2022.08.23.22279117, on which the R package NHSRwaitinglist is built",
    LITTLE: "Little's law of queues",
}
TITLES = {
    "waiting": "Waiting",
    "demand": "Join a week",
    "capacity": "Seen a week",
    "leaving": "Leave otherwise a week",
    "load": "Load",
    "load_on_departures": "Load on all departures",
    "clearance_weeks": "Clearance",
    "net_growth": "Net growth a week",
    "mean_wait": "Mean wait",
    "target_mean_wait": "Target mean wait",
    "target_queue": "Target queue",
    "relief_capacity": "Relief capacity",
    "relief_more": "More than now",
    "target_capacity": "Target capacity",
    "demand_variation": "Unevenness of joining",
    "capacity_variation": "Unevenness of first appointments",
    "pressure": "Pressure",
    "weeks_behind": "Weeks behind the averages",
    "idle_weeks": "Weeks without first appointments",
    "little": "Check by Little's law",
}


def say_meaning(name: str) -> str:
    """A fact in a line: its name, unit, meaning and where it comes from."""
    told = MEANINGS[name]
    source = f" From {SOURCES[told.source]}." if told.source in SOURCES else ""
    return f"**{TITLES[name]}** ({told.unit}). {told.meaning}{source}"
