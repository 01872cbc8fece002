"""Which panels a reader can be given, which others answer in their place, why the rest are left out, and the reader's extent in words."""

from collections.abc import Iterable, Mapping

from sendmetrics.contracts.dimensions import DIMENSIONS, EXTENT_KEYS
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.filling import tell_apart
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.metrics.scope import read_values
from sendmetrics.metrics.shared_tables import read_shared_tables
from sendmetrics.panels.panel import Ask, Panel, only_school
from sendmetrics.warehouse.opened import Warehouse
from sendmetrics.warehouse.places import read_school
from sendmetrics.words import say_list

AREAS = frozenset({"authority", "region", "locality", "icb"})
KINDS_OF_SCHOOL = frozenset({"phase", "trust", "school_type"})
NOT_FIXED_TABLES = "they are not among the fixed tables that may leave the building"
NO_SCHOOLS = "of single schools nothing may leave the building"
NOT_OF_AREAS = "the figure of some schools is not that of the area they lie in"
ONE_SCHOOL = "with one school there is nothing to compare"
DIMENSION_OF = {"authorities": "authority", "schools": "school", "services": "service"}
MOST_NAMED = 3


def why_not(panel: Panel, reader: Reader) -> str:
    """Why a reader cannot be given a panel, whatever the filters; empty where they can."""
    extent = dict(reader.extent)
    for kind in extent:
        if any(EXTENT_KEYS[kind] not in find_metric(ask.metric).columns for ask in panel.asks):
            return f"they cannot be limited to your {kind}"
    if reader.audience == "shared":
        if "schools" in extent:
            return NO_SCHOOLS
        if not all(map(_is_fixed_table, panel.asks)):
            return NOT_FIXED_TABLES
    by = {ask.by for ask in panel.asks}
    if "schools" in extent and by & AREAS:
        return NOT_OF_AREAS
    limited = {name for ask in panel.asks for name, _ in ask.only}
    if only_school(reader) and (by | limited) & KINDS_OF_SCHOOL:
        return ONE_SCHOOL
    return ""


def _is_fixed_table(ask: Ask) -> bool:
    # A fixed table is of all years, or one a year: what is of its last months alone would be another.
    return (
        not ask.only
        and not ask.months
        and Question(ask.metric, ask.by, ask.every, view=ask.view) in read_shared_tables()
    )


def fit_panel(panel: Panel, reader: Reader) -> Panel | None:
    """The panel, else the first that answers in its place for this reader; None where there is none."""
    return next((each for each in (panel, *panel.instead) if not why_not(each, reader)), None)


def fit_panels(panels: Iterable[Panel], reader: Reader) -> tuple[Panel, ...]:
    """What stands in the place of several panels, each once."""
    return tuple(dict.fromkeys(filter(None, (fit_panel(panel, reader) for panel in panels))))


def fit_tabs(
    tabs: Mapping[str, Iterable[Panel]], above: Iterable[Panel], reader: Reader
) -> dict[str, tuple[Panel, ...]]:
    """What stands behind each tab for a reader, without what stands above them; a tab of nothing is left out."""
    shown = set(fit_panels(above, reader))
    fitted = {
        name: tuple(panel for panel in fit_panels(panels, reader) if panel not in shown)
        for name, panels in tabs.items()
    }
    return {name: panels for name, panels in fitted.items() if panels}


def say_left_out(panels: Iterable[Panel], reader: Reader) -> tuple[str, ...]:
    """One sentence for each reason why panels are left out: the reason, and which measures.

    By what they would be cut is said where the measure itself is given some other way.
    """
    panels = list(panels)
    given = {panel.metric.title for panel in fit_panels(panels, reader)}
    reasons: dict[str, dict[str, list[str]]] = {}
    for panel in panels:
        if fit_panel(panel, reader) is None:
            ask = panel.asks[0]
            cuts = reasons.setdefault(why_not(panel, reader), {}).setdefault(panel.metric.title, [])
            if panel.metric.title in given:
                cuts.append(DIMENSIONS[ask.by].title.lower() if ask.by else "" if ask.every == "all" else ask.every)
    return tuple(
        f"Left out, since {reason}: {'; '.join(_say_cuts(*measure) for measure in measures.items())}."
        for reason, measures in reasons.items()
    )


def _say_cuts(title: str, cuts: list[str]) -> str:
    named = list(dict.fromkeys(filter(None, cuts)))
    return f"{title} by {say_list(named)}" if named else title


def say_no_areas(reader: Reader) -> str:
    """Why a reader is given nothing by local area, and where to look instead."""
    if dict(reader.extent).get("schools"):
        return (
            "Local areas cannot be compared here: you see some schools only, and their figures are not those of the area "
            "they lie in. The page School shows each of them."
        )
    return (
        "No figures by local area are among the fixed tables that may leave the building. "
        "The other pages show those of the whole authority."
    )


def say_extent(warehouse: Warehouse, reader: Reader) -> str:
    """What the reader's settings limit them to: "only Larkfield Primary School"; empty where nothing is limited."""
    return ", ".join(f"only {_say_codes(warehouse, reader, kind, codes)}" for kind, codes in reader.extent)


def _say_codes(warehouse: Warehouse, reader: Reader, kind: str, codes: tuple[str, ...]) -> str:
    known = tell_apart(read_values(warehouse, DIMENSIONS[DIMENSION_OF[kind]], reader))
    names = [known.get(code) or _name_of(warehouse, kind, code) for code in codes[:MOST_NAMED]]
    if len(codes) > MOST_NAMED:
        names.append(f"{len(codes) - MOST_NAMED} more {kind}")
    return say_list(names)


def _name_of(warehouse: Warehouse, kind: str, code: str) -> str:
    """A school without figures still has a name."""
    school = read_school(warehouse, code) if kind == "schools" else None
    return (school and school[0]) or f"{DIMENSIONS[DIMENSION_OF[kind]].title.lower()} {code}"
