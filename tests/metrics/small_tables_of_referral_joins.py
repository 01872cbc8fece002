"""Small made-up tables for measures that join referrals to education: the same few children in both."""

from hypothesis import strategies as st
from small_tables import Tables, casework_with_advice, pupils_and_counts
from small_tables_of_losses import referrals_again, referrals_and_cases

ADVISERS = ("health_salt", "health_salt", "health_camhs", "social_care", "other", "school")


@st.composite
def referrals_and_advice(draw: st.DrawFn) -> Tables:
    tables = draw(casework_with_advice())
    for piece in tables["advice"]:
        piece["adviser_service"] = draw(st.sampled_from(ADVISERS))
    return tables | draw(referrals_again())


@st.composite
def referrals_and_pupils(draw: st.DrawFn) -> Tables:
    return {"roll": draw(pupils_and_counts())["roll"]} | draw(referrals_again())


@st.composite
def referrals_of_authorities_and_pupils(draw: st.DrawFn) -> Tables:
    """Referrals to one service from providers of two authorities, whose files end on days of their own."""
    tables = draw(referrals_and_pupils())
    for row in tables["referrals"]:
        row["la_code"] = draw(st.sampled_from(["999", "999", "998"]))
        row["provider_code"] = draw(st.sampled_from(["RXX", "RYY", None]))
    return tables


TABLES_OF_REFERRAL_JOINS = {
    "assessments_held_up_by_service": referrals_and_advice(),
    "pupils_referred": referrals_and_pupils(),
    "pupils_referred_to_service": referrals_of_authorities_and_pupils(),
    "referrals_before_or_after_request": referrals_and_cases(),
    "referrals_matched_to_education": referrals_and_cases(),
}
