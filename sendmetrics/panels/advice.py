"""Panels on advice for assessments by adviser: what was asked, came, came late and is outstanding."""

from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.question import Result
from sendmetrics.panels.charts_by_group import draw_bars
from sendmetrics.panels.charts_of_stages import draw_grid
from sendmetrics.panels.findings import TOO_FEW, lowest, nothing_known, short_name
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.tables import Table
from sendmetrics.panels.titles import begin_with
from sendmetrics.panels.wording import hidden_words, say_count_of, say_part, say_value
from sendmetrics.words import say_days, say_number

ADVICE_WEEKS = "6 weeks"


def _most_outstanding(answer: Answer) -> str:
    """Speech and language: 41 of 62 outstanding past 6 weeks."""
    rows = [row for row in answer.results[0].rows if row["breakdown"] != "unknown"]
    over = [row for row in rows if row["over_limit"]]
    if not over:
        if any(row["over_limit"] is None for row in rows):
            return TOO_FEW
        return f"No advice outstanding past {ADVICE_WEEKS}" if answer.has_rows else nothing_known(answer)
    row = max(over, key=lambda row: row["over_limit"])
    said = f": {row['over_limit']:,} of {row['count']:,} outstanding past {ADVICE_WEEKS}"
    return begin_with(short_name(row), said)


def _by_adviser(result: Result) -> dict[str, dict]:
    return {row["breakdown"]: row for row in result.rows}


def _draw_advice(answer: Answer) -> Chart:
    """Asked, returned, late, mean days late, outstanding, outstanding past 6 weeks: a blank where it may not be told."""
    waiting, returned, asked, late = map(_by_adviser, answer.results)
    audience = answer.results[0].audience
    # Those that were asked first, in their order.
    names = {**asked, **returned, **waiting}

    def figures(rows: dict[str, dict], column: str, none: int | None = 0) -> list[str]:
        found = [rows.get(code, {column: none})[column] for code in names]
        return ["" if figure is None else say_number(figure) for figure in found]

    columns = (
        # Short enough to stand side by side on a telephone; the caption says them in full.
        ("Asked", figures(asked, "count")),
        ("Came", figures(returned, "count")),
        ("Came<br>late", figures(returned, "over_limit")),
        ("Days<br>late", figures(late, "value", none=None)),
        ("Still<br>out", figures(waiting, "count")),
        ("Out<br>late", figures(waiting, "over_limit")),
    )
    labels = [short_name(names[code]) for code in names]
    frame = draw_bars(labels, [0] * len(labels), [""] * len(labels), [""] * len(labels))
    alt = "; ".join(
        f"{label}: {_say_counts(returned.get(code), 'returned', audience)}, "
        f"{_say_counts(waiting.get(code), 'outstanding', audience)}"
        for label, code in zip(labels, names, strict=True)
    )
    return Chart(draw_grid(labels, columns, frame, marked=len(columns) - 1), alt)


def _tabulate_advice(answer: Answer) -> Table:
    """The same columns as drawn, in full words; a number that may not be told says so."""
    waiting, returned, asked, late = map(_by_adviser, answer.results)
    audience = answer.results[0].audience
    # Those that were asked first, in their order.
    names = {**asked, **returned, **waiting}

    def count(row: dict | None) -> str:
        return "0" if row is None else say_count_of(row["count"], audience)

    def over(row: dict | None) -> str:
        return "0" if row is None or row["count"] == 0 else say_part(row, "over_limit", audience)

    def mean(row: dict | None) -> str:
        return "none late" if row is None else "too few" if row["value"] is None else say_number(row["value"], 1)

    headings = (
        "Adviser",
        "Asked",
        "Came",
        "Came after 6 weeks",
        "Mean days late",
        "Outstanding",
        "Outstanding past 6 weeks",
    )
    rows = tuple(
        (
            names[code]["label"] or "All",
            count(asked.get(code)),
            count(returned.get(code)),
            over(returned.get(code)),
            mean(late.get(code)),
            count(waiting.get(code)),
            over(waiting.get(code)),
        )
        for code in names
    )
    return Table("Advice by adviser", headings, rows)


def _say_counts(row: dict | None, verb: str, audience: str) -> str:
    if row is None or row["count"] == 0:
        return f"none {verb}"
    count = hidden_words(audience) if row["count"] is None else say_number(row["count"])
    return f"{count} {verb}, late {say_part(row, 'over_limit', audience)}"


def _draw_in_time(answer: Answer) -> Chart:
    shares, late = answer.results
    days = {row["breakdown"]: row["value"] for row in late.rows}
    said = []
    for row in shares.rows:
        mean = days.get(row["breakdown"])
        lateness = f"; late ones by {say_days(mean)} on average" if mean is not None else ""
        said.append(f"{row['label'] or 'All'}: {_say_share(row, shares)}{lateness}")
    figure = draw_bars(
        [row["label"] or "All" for row in shares.rows],
        [row["value"] for row in shares.rows],
        [_say_share(row, shares) for row in shares.rows],
        said,
    )
    return Chart(figure, "; ".join(said))


def _say_share(row: dict, result: Result) -> str:
    return say_value(row, find_metric(result.metric), result.audience)


ADVICE_TABLE = Panel(
    "advice_table",
    (
        Ask("advice_wait", by="adviser", view="open"),
        Ask("advice_wait", by="adviser", view="completed"),
        Ask("advice_wait", by="adviser", view="cohort"),
        Ask("advice_days_late", by="adviser"),
    ),
    _most_outstanding,
    _draw_advice,
    "Advice by adviser: asked, came, came after 6 weeks, mean days late (advice still out with its days so far), still "
    "outstanding, and outstanding past 6 weeks; what came after its case had ended counts as asked and in the days alone",
    tabulate=_tabulate_advice,
)
ADVICE_IN_TIME = Panel(
    "advice_in_time",
    (Ask("advice_received_within_6_weeks", by="adviser"), Ask("advice_days_late", by="adviser")),
    lowest("of advice within 6 weeks"),
    _draw_in_time,
    "Advice that came within 6 weeks, out of all whose 6 weeks have passed, by adviser; outstanding past that is late",
)
PANELS = (ADVICE_TABLE, ADVICE_IN_TIME)
