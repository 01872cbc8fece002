"""Who waits for a first appointment on the day looked at, and who left without one, once more and deliberately dull."""

import datetime

from twins import Row, Tables, referral_to_first_contact_wait

WAIT_BANDS = (
    (7, "0_to_7_days"),
    (14, "8_to_14_days"),
    (28, "2_to_4_weeks"),
    (84, "4_to_12_weeks"),
    (126, "12_to_18_weeks"),
    (364, "18_to_52_weeks"),
    (728, "52_to_104_weeks"),
    (1_000_000, "over_104_weeks"),
)
OF_A_WAIT = ("start_date", "end_date", "exit", "known_to", "limit_days")


def waiting_on(tables: Tables, as_at: datetime.date) -> list[tuple[Row, int, int | None]]:
    """Each open wait without what makes it a wait, the days it has lasted, and its standard."""
    found = []
    for wait in referral_to_first_contact_wait(tables, as_at):
        if wait["exit"] is None:
            days = max((min(as_at, wait["known_to"]) - wait["start_date"]).days, 0)
            kept = {name: value for name, value in wait.items() if name not in OF_A_WAIT}
            found.append((kept | {"period_date": as_at}, days, wait["limit_days"]))
    return found


def children_waiting_by_band(tables: Tables, as_at: datetime.date) -> list[Row]:
    return [
        row | {"wait_band": next(band for last, band in WAIT_BANDS if days <= last)}
        for row, days, _ in waiting_on(tables, as_at)
    ]


def days_waited_over_standard(tables: Tables, as_at: datetime.date) -> list[Row]:
    return [
        row | {"numerator": max(days - limit, 0), "denominator": 1, "people": int(days > limit)}
        for row, days, limit in waiting_on(tables, as_at)
    ]


def waits_ended_unseen(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for wait in referral_to_first_contact_wait(tables, as_at):
        if wait["exit"] not in (None, "finished"):
            kept = {name: value for name, value in wait.items() if name not in (*OF_A_WAIT, "chain_id", "left_out")}
            rows.append(kept | {"period_date": wait["end_date"]})
    return rows


TWINS_OF_WAITING = {
    twin.__name__: twin for twin in (children_waiting_by_band, days_waited_over_standard, waits_ended_unseen)
}
