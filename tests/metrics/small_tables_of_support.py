"""Small made-up referrals of children assessed: what followed, or did not, about 13 weeks after."""

import datetime

from hypothesis import strategies as st
from small_tables import Tables, days, or_none, rarely, sometimes, starts
from small_tables_of_referrals import SERVICES, _referral, note_chain

STEPS = [datetime.timedelta(number) for number in (0, 1, 90, 91, 92)]
steps = st.sampled_from(STEPS)
REASONS = ("moved", "complete", "not_needed", "was_not_brought", None)


@st.composite
def referrals_assessed(draw: st.DrawFn) -> Tables:
    referrals = []
    for chain in range(draw(st.integers(2, 5))):
        received = sorted(draw(st.lists(starts, min_size=1, max_size=2)))
        service = draw(or_none(st.sampled_from(["salt", "camhs"])))
        rows = [_referral(draw, f"c{chain}-{number}", day, received[-1]) for number, day in enumerate(received)]
        assessed = received[0] + draw(steps)
        for row in rows:
            row |= {"service": service, "first_contact_date": None, "rejected_date": None, "rejection_reason": None}
            row["assessed_date"] = max(assessed, row["received_date"]) if not draw(sometimes) else None
            row["intervention_started_date"] = (
                max(assessed + draw(steps), row["received_date"]) if draw(sometimes) else None
            )
            row["discharge_date"] = max(assessed + draw(steps), row["received_date"]) if draw(sometimes) else None
            row["discharge_reason"] = draw(st.sampled_from(REASONS))
            row["missing_from_date"] = max(draw(days), row["received_date"]) if draw(rarely) else None
        note_chain(rows, began=received[0])
        referrals += rows
    return {"referrals": draw(st.permutations(referrals)), "services": SERVICES}


TABLES_OF_SUPPORT = {"assessed_without_support": referrals_assessed()}
