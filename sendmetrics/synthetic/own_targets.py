"""What the made-up authority has set itself: a target and the way to it, the fall of capacity, and its school holidays.

All of it hangs on the newest day alone, and none of it on chance.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path

from sendmetrics.synthetic.casework import WEEKS_SINCE_FALL

METRIC = "plans_issued_within_20_weeks"
TARGET, START_OF_WAY = 95, 85
MONDAY = 0


def write_targets(path: Path, as_at: datetime.date) -> Path:
    """The file, as an authority would write it."""
    year = as_at.year
    fall = as_at - datetime.timedelta(weeks=WEEKS_SINCE_FALL)
    lines = [
        "# What a made-up authority has set itself, and when its schools are closed.",
        "[[targets]]",
        f'metric = "{METRIC}"',
        f"value = {TARGET}",
        f"from = {datetime.date(year - 2, 4, 1)}",
        "",
        "[[trajectories]]",
        f'metric = "{METRIC}"',
        f"points = {{ {datetime.date(year - 1, 1, 1)} = {START_OF_WAY}, {datetime.date(year, 12, 31)} = {TARGET} }}",
        "",
        "[[annotations]]",
        f"date = {fall}",
        'text = "Fewer staff: capacity to issue plans falls"',
    ]
    for name, first, last in _holidays(year - 1, year + 2):
        lines += ["", "[[holidays]]", f'name = "{name}"', f"from = {first}", f"to = {last}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _holidays(first_year: int, last_year: int) -> Iterator[tuple[str, datetime.date, datetime.date]]:
    """Made-up holidays from Monday to Friday, as school years have them."""
    for year in range(first_year, last_year):
        for name, month, day, weeks in (
            ("February half term", 2, 14, 1),
            ("Easter", 4, 1, 2),
            ("May half term", 5, 25, 1),
            ("Summer", 7, 21, 6),
            ("October half term", 10, 24, 1),
            ("Christmas", 12, 19, 2),
        ):
            monday = _monday_from(datetime.date(year, month, day))
            yield name, monday, monday + datetime.timedelta(days=7 * weeks - 3)


def _monday_from(day: datetime.date) -> datetime.date:
    """The first Monday on or after a day."""
    return day + datetime.timedelta(days=(MONDAY - day.weekday()) % 7)
