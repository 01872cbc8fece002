"""Titles that begin with a name which an authority may have given itself, kept to as many words as a title may have."""

from sendmetrics.words import upper_first

MOST_WORDS = 10
# Of a name fewer words would tell nothing.
LEAST_OF_NAME = 2
NO_ENDS = frozenset({"and", "or", "for", "of", "the", "in", "at", "to", "with", "&"})


def begin_with(name: str, said: str) -> str:
    """The name and what is said of it; a name too long is cut, and left out where next to nothing of it would be left.

    ``said`` begins with what joins the two, as in ": 93% of all weeks" or " is the bottleneck".
    """
    room = MOST_WORDS - (len(f"x{said}".split()) - 1)
    words = name.split()
    if len(words) <= room:
        return f"{name}{said}"
    kept = words[: max(room, 0)]
    while kept and kept[-1].lower() in NO_ENDS:
        kept.pop()
    if len(kept) < LEAST_OF_NAME:
        return upper_first(said.lstrip(": "))
    return f"{' '.join(kept).rstrip(',')}…{said}"
