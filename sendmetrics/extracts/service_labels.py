"""Labels of services: by what two are the same, and which words of choosers, tables and charts can be none."""

import re
import unicodedata

from sendmetrics.contracts.dimensions import NOT_IN_THE_LIST
from sendmetrics.contracts.shapes import normalise_heading

# Words of our own for what is no service, as a code and as a label.
RESERVED = {"all", "not_known", "none", "total", "unknown"}
# As choosers, tables and charts write what is no one service: a label like it would be taken for all of them or for none.
NO_LABELS = {
    "all others",
    "all services",
    "any",
    "any service",
    "england",
    "every service",
    "no service",
    "not recorded",
    "other services",
    "service",
    "services",
    "several services",
}
_BEGINS_LIKE_A_CHOOSER = re.compile(r"(choose|select)\b")


def compare_label(label: str) -> str:
    """What two labels are compared by: without case, spaces and signs, letters of other widths as the usual ones."""
    return normalise_heading(unicodedata.normalize("NFKC", label))


def means_no_service(label: str) -> bool:
    """Whether a reader would take the words for all services, for none, or for a chooser's own."""
    plain = unicodedata.normalize("NFKC", label).casefold()
    is_ours = compare_label(label) in map(normalise_heading, RESERVED | NO_LABELS)
    return is_ours or NOT_IN_THE_LIST in plain or bool(_BEGINS_LIKE_A_CHOOSER.match(plain))
