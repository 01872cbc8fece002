"""Colours, in the order to use them; chosen to hold three to one against a white and a near-black page alike."""

ACCENT = "#2073BC"
CONTRAST = "#D4581A"
THIRD = "#1F8A81"
FOURTH = "#A2559C"
QUIET = "#7D8790"
GRID = "rgba(125, 135, 144, 0.25)"
SERIES = (ACCENT, CONTRAST, THIRD, FOURTH)
