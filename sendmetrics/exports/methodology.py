"""The methodology as Markdown, generated from the definitions themselves, so that it cannot drift from them."""

from sendmetrics.contracts.reference import read_reference
from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics import disclosure
from sendmetrics.metrics.definition import Metric, read_metrics
from sendmetrics.metrics.queue_meanings import MEANINGS, say_meaning
from sendmetrics.metrics.shared_tables import read_shared_tables
from sendmetrics.metrics.standards import Service, list_our_services
from sendmetrics.metrics.what_if import RUNS
from sendmetrics.panels.diagnosis_words import say_thresholds
from sendmetrics.words import say_date, say_list

KIND_WORDS = {"count": "Count", "proportion": "Share", "ratio": "Ratio", "wait": "Waiting time"}
POLARITY_WORDS = {
    "higher_is_better": "Higher is better",
    "lower_is_better": "Lower is better",
    "no_judgement": "Neither high nor low is better by itself",
}
# Lines marked M or I in our methods are not confirmed, and are never shown as fact.
CONFIRMED = {"C": "", "C2": "from a secondary source"}
NOT_IN_LAW = "None in law"
GLOSSARY = {
    "As at": "The day as of which a figure is given. Everything dated later is left out of it.",
    "Child's clock": "A wait counted from the first referral for a need, carried across rejections and re-referrals.",
    "EHC plan": "Education, health and care plan: the legal description of a child's needs and the support they must get.",
    "EHC needs assessment": "The authority's assessment that comes before a plan.",
    "Exception": "A reason in law why the 20 weeks need not be met. It marks a case and never stops its clock.",
    "ICB": "Integrated care board: commissions health services in its area. Replaced clinical commissioning groups in 2022.",
    "Kaplan-Meier": "An estimate of how many will have finished by a given day that also uses those still waiting.",
    "Local area": "A part of the authority, as the authority draws it.",
    "SEN support": "Help from the school's own means for a pupil with special educational needs and no EHC plan.",
    "SENCo": "Special educational needs coordinator of a school.",
    "SEN2": "The national return on EHC assessments and plans that authorities make each January.",
}


def render_methodology(services: dict[str, Service] | None = None) -> str:
    """Measures by theme, clocks, services, disclosure rules, fixed tables to share, data dictionary, glossary, symbols.

    ``services`` are those of a warehouse, with the standards an authority has
    set; without one, ours.
    """
    return "\n".join(
        [
            "# Methodology",
            "",
            "Generated from the definitions in use.",
            "",
            *_measures(),
            *_clocks(),
            *_services(services or list_our_services()),
            *_queues(),
            *_diagnoses(),
            *_disclosure(),
            *_dictionary(),
            *_glossary(),
        ]
    )


def _measures() -> list[str]:
    lines = ["## Measures", ""]
    themes: dict[str, list[Metric]] = {}
    for metric in read_metrics().values():
        themes.setdefault(metric.theme, []).append(metric)
    for theme, metrics in sorted(themes.items()):
        lines += [f"### {theme}", ""]
        for metric in metrics:
            lines += render_metric(metric)
    return lines


def render_metric(metric: Metric) -> list[str]:
    """One measure as a section: what it counts, out of what, on what basis, with which caveats."""
    counted = f"{metric.numerator}, out of: {metric.denominator}" if metric.denominator else metric.numerator
    if metric.per > 1:
        counted += f", times {metric.per:g}"
    elif metric.per < 1:
        counted += f", divided by {1 / metric.per:g}"
    return [
        f"#### {metric.title}",
        "",
        metric.definition,
        "",
        f"- Name: `{metric.name}`",
        f"- {KIND_WORDS[metric.kind]}, in {metric.unit}: {counted}",
        f"- {POLARITY_WORDS[metric.polarity]}",
        f"- Statutory basis: {metric.statutory_basis}",
        f"- From: {say_list(f'`{name}`' for name in metric.sources)}",
        *(f"- {caveat}" for caveat in metric.caveats),
        f"- Reviewed {say_date(metric.reviewed)} by the {metric.owner}",
        "",
    ]


def _clocks() -> list[str]:
    lines = ["## Statutory clocks", "", "| From | To | Limit | Basis |", "|---|---|---|---|"]
    for clock in read_reference("clocks"):
        # A milestone of an authority's own is a clock, but no law: among these it would be taken for one.
        if clock["certainty"] in CONFIRMED and clock["basis"] != NOT_IN_LAW:
            basis = clock["basis"] + (f" ({CONFIRMED[clock['certainty']]})" if CONFIRMED[clock["certainty"]] else "")
            cells = [clock["from_event"].replace("_", " "), clock["to_event"].replace("_", " "), _limit(clock), basis]
            lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def _limit(clock: dict[str, str]) -> str:
    """42 days; 15 days, at least this long; before 15 February."""
    length = f"{clock['limit_days']} days" if clock["limit_days"] else ""
    length = f"{clock['limit_months']} months" if clock["limit_months"] else length
    return ", ".join(filter(None, (length, clock["date_rule"])))


def _services(services: dict[str, Service]) -> list[str]:
    lines = [
        "## Services and their standards",
        "",
        "| Service | Standard | Share to be within it | Where it comes from |",
        "|---|---|---|---|",
        *(
            f"| {each.label} | {each.standard_days} days | {each.share_wanted}% | {each.source} |"
            for each in services.values()
        ),
        "",
        "The share is what a what-if aims at.",
    ]
    return [*lines, ""]


def _queues() -> list[str]:
    """Facts about queues from their own meanings, and what a what-if is drawn from."""
    return [
        "## Queues of services",
        "",
        "Worked out from whole weeks of children who join, have a first appointment or leave otherwise. Where too little is "
        "known nothing is said: rates need 12 weeks, unevenness and what-if 24, the check by Little's law 26.",
        "",
        *(f"- {say_meaning(name)}" for name in MEANINGS),
        "",
        f"What if: {RUNS} runs of the next weeks, each drawn from the service's own last weeks, up to 52, four at a time, with the "
        "order in which it sees children. The panel prints what else was taken to be so. Leaders see the share within the standard "
        f"in weeks in which {disclosure.LEADERS_SMALLEST_COUNT} children are expected within it and as many over, and a day only where such shares tell "
        "it; they ask of no fewer than a quarter of those who join or are seen now, and 0.25 a week.",
        "",
        "That a service needs more to keep up is said by the thresholds of demand above capacity, of whole children.",
        "",
    ]


def _diagnoses() -> list[str]:
    """From what on a mechanism is named that makes children wait."""
    return [
        "## Why children wait: what each mechanism is named from",
        "",
        *say_thresholds(),
        "",
    ]


def _disclosure() -> list[str]:
    listed = [
        f"| `{question.metric}` | {question.by or ''} | {question.every} | {question.view or ''} |"
        for question in read_shared_tables()
    ]
    return [
        "## How small numbers are treated",
        "",
        "- Casework (named SEND staff): exact figures. Every query is logged.",
        f"- Leaders (officers with a right to school figures): exact, but a count under {disclosure.LEADERS_SMALLEST_COUNT} "
        f"is not shown, 0 among them (where a group has no row at all there is none of it, and a table may say so); shares and medians need a base of {disclosure.LEADERS_SMALLEST_BASE}, the 92nd percentile one of "
        f"{disclosure.LEADERS_SMALLEST_BASE_P92}; where a base is too small for a share the number counted is not shown either (of a "
        "larger base 12 of 13 is, which tells that 1 is not counted); the longest wait is given as a band; of those within and over a limit neither is shown "
        f"where one of the two is 1 to {disclosure.LEADERS_SMALLEST_COUNT - 1}. This guards against the glance, "
        "not against subtraction, so nothing of it may leave the building. First, last and as-at days go to month ends, and "
        "figures of one school to years, so that two days apart cannot single out a child. Every query is logged.",
        f"- Shared (anything that leaves the building): the fixed tables below only; counts of 1 to "
        f"{disclosure.SHARED_LARGEST_HIDDEN} hidden, all others rounded to the nearest {disclosure.SHARED_ROUNDING_BASE}, "
        f"shares worked out from the rounded counts; medians need a base of {disclosure.SHARED_SMALLEST_BASE_MEDIAN}; the longest "
        "wait is given as a band, and not where few are over the limit.",
        "- Figures on staff (SENCos) are seen by the authority and the school itself and never leave by school.",
        "- Figures that are published already are shown as published.",
        "",
        "| Measure | By | Every | View |",
        "|---|---|---|---|",
        *listed,
        "",
    ]


def _dictionary() -> list[str]:
    lines = ["## Data dictionary", ""]
    for table in TABLES.values():
        lines += [f"### `{table.name}`", "", table.meaning, "", "| Column | Kind | Meaning |", "|---|---|---|"]
        lines += [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in table.columns]
        lines.append("")
    return lines


def _glossary() -> list[str]:
    lines = ["## Glossary", ""]
    for term, meaning in sorted(GLOSSARY.items()):
        lines += [f"**{term}.** {meaning}", ""]
    return [*lines, "Symbols: `c` too few to show; `x` not available.", ""]
