"""Colours, in the order to use them; chosen to hold three to one against a white and a near-black page alike."""

ACCENT = "#2073BC"
CONTRAST = "#D4581A"
THIRD = "#1F8A81"
FOURTH = "#A2559C"
QUIET = "#7D8790"
GRID = "rgba(125, 135, 144, 0.25)"
# Of charts of change: a blue and a red near those that the National Health Service uses.
BRIGHT = "#0E8AC8"
AIM = "#E0433A"
SERIES = (ACCENT, CONTRAST, THIRD, FOURTH)
