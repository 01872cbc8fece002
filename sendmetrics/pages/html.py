"""Accessible tables as HTML of our own: a caption, scopes for headings, every text escaped."""

from html import escape

from sendmetrics.panels.tables import Table

STYLE = """
<style>
.sm-lead { font-size: 1.2rem; font-weight: 600; line-height: 1.45; max-width: 62rem; margin: 0; }
.st-key-lead { min-height: 3.6rem; }
@media (max-width: 640px) { .st-key-lead { min-height: 9rem; } }
.sm-note { font-size: 0.875rem; line-height: 1.5; opacity: 0.9; margin: 0; }
.sm-facts { margin: 0; font-weight: 600; }
.sm-scroll { overflow: auto; max-height: 34rem; }
.sm-table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
.sm-table caption { text-align: left; padding: 0 0 0.4rem; opacity: 0.85; }
.sm-table th, .sm-table td { padding: 0.4rem 0.7rem; text-align: right; vertical-align: top; }
.sm-table th, .sm-table td { border-bottom: 1px solid rgba(125, 135, 144, 0.35); font-variant-numeric: tabular-nums; }
.sm-table td { white-space: nowrap; }
.sm-table td.sm-text { white-space: normal; min-width: 9rem; }
.sm-table th[scope=row], .sm-table th:first-child, .sm-table .sm-text { text-align: left; font-weight: 500; }
.sm-table thead th { font-weight: 650; vertical-align: bottom; }
</style>
"""


def render_note(text: str) -> str:
    """A caption or other small print, dark enough to read."""
    return f'<p class="sm-note">{escape(text)}</p>'


def render_lead(text: str) -> str:
    """The sentence at the top of a page."""
    return f'<p class="sm-lead">{escape(text)}</p>'


def render_facts(text: str) -> str:
    """A line of plain facts, at the size of the page's text."""
    return f'<p class="sm-facts">{escape(text)}</p>'


def render_table(table: Table, text_columns: frozenset[int] = frozenset()) -> str:
    """The table as HTML; ``text_columns`` are set from the left instead of the right."""
    head = "".join(
        f'<th scope="col"{_text_class(place in text_columns)}>{escape(heading)}</th>'
        for place, heading in enumerate(table.headings)
    )
    body = []
    for first, *cells in table.rows:
        shown = "".join(
            f"<td{_text_class(place in text_columns)}>{escape(cell)}</td>" for place, cell in enumerate(cells, start=1)
        )
        body.append(f'<tr><th scope="row">{escape(first)}</th>{shown}</tr>')
    return (
        f'<div class="sm-scroll" role="region" tabindex="0" aria-label="{escape(table.caption)}"><table class="sm-table">'
        f"<caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _text_class(is_text: bool) -> str:
    return ' class="sm-text"' if is_text else ""
