"""Words of an authority's own that every reader will see: what in them could single out a child or send a reader elsewhere.

A name cannot be told from a word; whoever writes is told that all will read it.
"""

import re
import unicodedata

A_DAY = "a day: it may be a birthday; what happened when belongs in date"
A_SIGN = "a sign that is no part of plain words, such as < or a new line"
_MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december)"
# 2025, 2024/25 and 2024-25 are no numbers of pupils; beside other figures they may be part of one.
_YEAR = re.compile(r"(?<![/.-])(?<!(?<![A-Za-z])[0-9][ -])\b20[0-9]{2}(?:[/-](?:20)?[0-9]{2})?\b(?![/.-]|[ -]?[0-9])")
_NUMBERED_CHILDREN = r"\b[0-9]+ (?:child|children|pupil|pupils|girl|girls|boy|boys)\b"
_NEVER_SHOWN = (
    (re.compile(r"[0-9](?:[ ._/-]?[0-9]){4,}"), "a long number: it may be a pupil's"),
    (re.compile(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}"), A_DAY),
    (re.compile(rf"\b[0-9]{{1,2}}(?:st|nd|rd|th)?[\s,./-]*(?:of\s+)?{_MONTH}\b", re.IGNORECASE), A_DAY),
    (re.compile(rf"\b{_MONTH}[\s,./-]*[0-9]{{1,2}}(?:st|nd|rd|th)?\b", re.IGNORECASE), A_DAY),
    (re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?[\s-]?[0-9][A-Z]{2}\b", re.IGNORECASE), "a postcode"),
    (re.compile(_NUMBERED_CHILDREN, re.IGNORECASE), "a number of children: a small one is never shown"),
    (re.compile(r"@|://|\bwww\."), "an address"),
    (re.compile(r"[<>\x00-\x1f\x7f-\x9f\u2028\u2029]"), A_SIGN),
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
# Unseen or of nobody's alphabet: they may part the digits of a number, or turn a line around.
_UNSEEN = ("Cf", "Co")


def why_not_shown(text: str) -> list[str]:
    """What in a text must not be shown, each kind once; empty where nothing is found."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    unseen = [A_SIGN] if any(unicodedata.category(sign) in _UNSEEN for sign in plain) else []
    without_years = _YEAR.sub(" year ", plain)
    found = [says for form, says in _NEVER_SHOWN if form.search(without_years)]
    return list(dict.fromkeys(found + unseen))
