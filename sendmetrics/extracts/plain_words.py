"""Words of an authority's own that every reader will see: what in them could single out a child or send a reader elsewhere.

A name cannot be told from a word; whoever writes is told that all will read it.
"""

import re

A_DAY = "a day: it may be a birthday; what happened when belongs in date"
_MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december)"
# 2025, 2024/25 and 2024-25 are no numbers of pupils; beside other figures they may be part of one.
_YEAR = re.compile(r"(?<![/.-])(?<!(?<![A-Za-z])[0-9][ -])\b20[0-9]{2}(?:[/-](?:20)?[0-9]{2})?\b(?![/.-]|[ -]?[0-9])")
_NEVER_SHOWN = (
    (re.compile(r"[0-9](?:[ -]?[0-9]){4,}"), "a long number: it may be a pupil's"),
    (re.compile(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}"), A_DAY),
    (re.compile(rf"\b[0-9]{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b", re.IGNORECASE), A_DAY),
    (re.compile(rf"\b{_MONTH}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?\b", re.IGNORECASE), A_DAY),
    (re.compile(r"\b(?:[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}|[a-z]{1,2}[0-9][a-z0-9]?\s?[0-9][a-z]{2})\b"), "a postcode"),
    (re.compile(r"@|://|\bwww\."), "an address"),
    (re.compile(r"[<>\x00-\x1f\x7f-\x9f\u2028\u2029]"), "a sign that is no part of plain words, such as < or a new line"),
)  # fmt: skip


def why_not_shown(text: str) -> list[str]:
    """What in a text must not be shown, each kind once; empty where nothing is found."""
    without_years = _YEAR.sub(" year ", text)
    return list(dict.fromkeys(says for form, says in _NEVER_SHOWN if form.search(without_years)))
