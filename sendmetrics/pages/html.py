"""Accessible tables as HTML of our own: a caption, scopes for headings, every text escaped."""

from html import escape

from sendmetrics.panels.tables import Table

# Characters of a figure with its unit: 104 weeks. What is longer is a day, a range, or words in place of a figure.
LONGEST_FIGURE = 10
# As many services as there are, with some of an authority's own.
MOST_ROWS_SHOWN_WHOLE = 20
# Streamlit gives its theme no names that CSS could use, but it does say whether it is light or dark: hence light-dark(),
# with the grounds of .streamlit/config.toml. Its parts are named by data-testid, which it documents for tests.
STYLE = """
<style>
.sm-lead { font-size: 1.2rem; font-weight: 600; line-height: 1.45; max-width: 62rem; margin: 0; }
.st-key-lead { min-height: 3.6rem; }
@media (max-width: 640px) { .st-key-lead { min-height: 9rem; } }
.sm-note { font-size: 0.875rem; line-height: 1.5; opacity: 0.9; margin: 0; }
.sm-facts { margin: 0; font-weight: 600; }
.sm-printed { display: none; }
/* What is greyed is still read: its reason stands beside its name. */
[data-testid=stSelectbox]:has(input:disabled) [data-testid=stWidgetLabel] p { color: light-dark(#4A5560, #9AA5B0); }
.sm-scroll {
    --sm-ground: light-dark(#FFFFFF, #0F1720);
    --sm-shade: light-dark(rgba(27, 39, 51, 0.22), rgba(0, 0, 0, 0.75));
    container-type: inline-size;
    overflow: auto;
    max-height: 34rem;
    /* A shade at each edge beyond which there is more; the grounds scroll with the table and cover it at its ends. */
    background:
        linear-gradient(to right, var(--sm-ground) 40%, transparent) local left / 2.5rem 100% no-repeat,
        linear-gradient(to left, var(--sm-ground) 40%, transparent) local right / 2.5rem 100% no-repeat,
        linear-gradient(to bottom, var(--sm-ground) 40%, transparent) local top / 100% 2.5rem no-repeat,
        linear-gradient(to top, var(--sm-ground) 40%, transparent) local bottom / 100% 2.5rem no-repeat,
        linear-gradient(to right, var(--sm-shade), transparent) left / 0.9rem 100% no-repeat,
        linear-gradient(to left, var(--sm-shade), transparent) right / 0.9rem 100% no-repeat,
        linear-gradient(to bottom, var(--sm-shade), transparent) top / 100% 0.7rem no-repeat,
        linear-gradient(to top, var(--sm-shade), transparent) bottom / 100% 0.7rem no-repeat,
        var(--sm-ground);
}
/* A table of figures that one can take in is shown whole: its last rows are not missed. */
.sm-scroll.sm-whole { max-height: none; }
.sm-scroll:focus-visible { outline: 3px solid light-dark(#12436D, #6BACE6); outline-offset: 2px; }
/* Drawn always, and not only while it moves, where a reader's system hides the bars of what can be scrolled. */
.sm-scroll::-webkit-scrollbar { width: 0.6rem; height: 0.6rem; }
.sm-scroll::-webkit-scrollbar-thumb { background: rgba(125, 135, 144, 0.8); border-radius: 0.3rem; }
.sm-table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 0.92rem; }
.sm-table caption { text-align: left; padding: 0 0 0.4rem; opacity: 0.85; }
.sm-table caption span { display: inline-block; position: sticky; left: 0; max-width: 100cqw; }
.sm-table th, .sm-table td { padding: 0.4rem 0.7rem; text-align: right; vertical-align: top; }
.sm-table th, .sm-table td { border-bottom: 1px solid rgba(125, 135, 144, 0.35); font-variant-numeric: tabular-nums; }
.sm-table td { white-space: nowrap; }
.sm-table td.sm-text { white-space: normal; min-width: 9rem; }
/* A figure keeps its unit; what stands in words in the place of one may take another line, and leaves room for the others. */
.sm-table td.sm-words { white-space: normal; text-wrap: balance; }
@container (max-width: 30rem) {
    .sm-table { font-size: 0.875rem; }
    .sm-table th, .sm-table td { padding: 0.35rem 0.45rem; }
}
.sm-table th[scope=row], .sm-table th:first-child, .sm-table .sm-text { text-align: left; font-weight: 500; }
.sm-table thead th { font-weight: 650; vertical-align: bottom; }
/* What names a row stays in sight while the rest is scrolled. */
.sm-table th:first-child { position: sticky; left: 0; background: var(--sm-ground); }
@media (max-width: 640px) {
    .sm-table th:first-child { min-width: 6.5rem; max-width: 10.5rem; overflow-wrap: break-word; }
}
/* Tabs that do not fit one line take another: what must be scrolled to is not found. */
[data-testid=stTabs] [role=tablist] { flex-wrap: wrap; row-gap: 0; }
/* A chart is drawn as wide as its panel on the screen, and paper cannot redraw it: no panel is wider than a sheet. */
[data-testid=stMainBlockContainer] { max-width: 96rem; }
[class*=st-key-panel-] { max-width: 43rem; }

@media print {
    @page { size: A4 portrait; margin: 12mm; }
    [data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar], [data-testid=stSkipToContent],
    [data-testid=stHeaderActionElements], [data-testid=stButton], [data-testid=stDownloadButton],
    [data-testid=stButtonGroup], [data-testid=stPageLink], [data-testid=stTabs] [role=tab][aria-selected=false],
    [data-testid=stMain] [data-testid=stSelectbox], .st-key-chips { display: none !important; }
    /* The page scrolls within a frame as high as the window; paper has no window. */
    html, body, [data-testid=stApp], [data-testid=stAppViewContainer], [data-testid=stMain],
    :has(> [data-testid=stMain]) {
        position: static !important; display: block !important; overflow: visible !important;
        height: auto !important; width: auto !important; max-width: none !important;
    }
    [data-testid=stMainBlockContainer] { padding: 0 !important; max-width: none !important; }
    /* Both themes print as dark text on white; figures within a bar stay white. */
    [data-testid=stApp], [data-testid=stApp] :not(svg *) {
        color: #1B2733 !important; background-color: transparent !important;
    }
    body { background: #FFFFFF !important; }
    .js-plotly-plot text:not(.bartext-inside) { fill: #1B2733 !important; }
    [data-testid=stGrid], [data-testid=stGridCell], [data-testid=stHorizontalBlock], [data-testid=stColumn],
    [data-testid=stVerticalBlock], [data-testid=stLayoutWrapper] { display: block !important; width: auto !important; }
    [data-testid=stElementContainer], [data-testid=stLayoutWrapper] { margin-bottom: 0.6rem; }
    [class*=st-key-panel-], [class*=st-key-card-], .sm-table tr { break-inside: avoid; }
    h1, h2, h3, [data-testid=stTabs] [role=tablist] { break-after: avoid; }
    .sm-scroll { overflow: visible; max-height: none; background: none; }
    .sm-table { font-size: 0.72rem; }
    .sm-table th, .sm-table td, .sm-table td.sm-text {
        position: static; white-space: normal; min-width: 0; max-width: none; padding: 0.25rem 0.4rem;
        overflow-wrap: break-word;
    }
    .sm-printed { display: block; }
}
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


def render_printed(text: str) -> str:
    """What only paper shows: on screen the sidebar says it."""
    return f'<p class="sm-note sm-printed">{escape(text)}</p>'


def render_table(table: Table, text_columns: frozenset[int] = frozenset()) -> str:
    """The table as HTML; ``text_columns`` are set from the left instead of the right."""
    head = "".join(
        f'<th scope="col"{_text_class(place in text_columns)}>{escape(heading)}</th>'
        for place, heading in enumerate(table.headings)
    )
    body = []
    for first, *cells in table.rows:
        shown = "".join(
            f"<td{_text_class(place in text_columns) or _words_class(cell)}>{escape(cell)}</td>"
            for place, cell in enumerate(cells, start=1)
        )
        body.append(f'<tr><th scope="row">{escape(first)}</th>{shown}</tr>')
    is_whole = len(table.rows) <= MOST_ROWS_SHOWN_WHOLE and not text_columns
    size = "sm-scroll sm-whole" if is_whole else "sm-scroll"
    return (
        f'<div class="{size}" role="region" tabindex="0" aria-label="{escape(table.caption)}"><table class="sm-table">'
        f"<caption><span>{escape(table.caption)}</span></caption><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _words_class(cell: str) -> str:
    return ' class="sm-words"' if len(cell) > LONGEST_FIGURE else ""


def _text_class(is_text: bool) -> str:
    return ' class="sm-text"' if is_text else ""
