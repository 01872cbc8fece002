"""Small made-up registers round two censuses: given and beginning a day before, on and after census day. See small_tables.py."""

import datetime

from hypothesis import strategies as st
from small_tables import AUTHORITY_OF, DAYS, MONDAY, Tables, flags, or_none, schools

# Days 42 and 300 are looked at, as are the days about them.
CENSUSES = [DAYS[2], DAYS[-1]]
ROUND = [day + datetime.timedelta(number) for day in CENSUSES for number in (-1, 0, 1)]
round_census_day = st.sampled_from([MONDAY, *ROUND])
needs = st.sampled_from(["ASD", "SLCN"])


@st.composite
def pupils_and_registers(draw: st.DrawFn) -> Tables:
    """Up to five pupils of two authorities, and up to six rows of two registers for each."""
    roll = []
    for number in range(draw(st.integers(1, 5))):
        urn = draw(schools)
        roll.append(
            {
                "roll_id": number,
                "la_code": AUTHORITY_OF[urn],
                "person_id": number,
                "school_urn": urn,
                "locality_code": f"area of {urn}",
                "census_date": draw(st.sampled_from(CENSUSES)),
                "year_group": draw(or_none(st.sampled_from(["R", "7"]))),
                "sen_provision": draw(st.sampled_from("KKKEAPSN")),
                "need_type": draw(or_none(needs)),
                "is_fsm_eligible": draw(or_none(flags)),
            }
        )
    routes = [
        {
            "commissioned_route_id": f"c{number}",
            "la_code": draw(st.sampled_from(["999", "999", "998"])),
            "register_number": draw(st.integers(1, 2)),
            "snapshot_date": draw(round_census_day),
            "need_type": draw(needs),
            "is_commissioned": draw(flags),
            "from_date": draw(or_none(round_census_day)),
            "to_date": draw(or_none(round_census_day)),
        }
        for number in range(draw(st.integers(1, 6)))
    ]
    return {"roll": roll, "commissioned_routes": routes}


@st.composite
def services_at_reviews(draw: st.DrawFn) -> Tables:
    """Up to six services at reviews, each invited or not, come or not, reported or not, or not recorded."""
    rows = []
    for number in range(draw(st.integers(1, 6))):
        urn = draw(schools)
        rows.append(
            {
                "review_contribution_id": f"a{number}",
                "la_code": AUTHORITY_OF[urn],
                "person_id": draw(st.integers(1, 3)),
                "school_urn": draw(or_none(st.just(urn))),
                "locality_code": f"area of {urn}",
                "need_type": draw(or_none(needs)),
                "year_group": draw(or_none(st.sampled_from(["R", "7"]))),
                "is_fsm_eligible": draw(or_none(flags)),
                "service": draw(st.sampled_from(["salt", "ep"])),
                "review_date": draw(round_census_day),
                "is_invited": draw(or_none(flags)),
                "has_attended": draw(or_none(flags)),
                "has_reported": draw(or_none(flags)),
            }
        )
    return {"review_contributions": rows}


TABLES_OF_COMMISSIONING = {
    "pupils_without_commissioned_route": pupils_and_registers(),
    "reviews_attended_or_reported": services_at_reviews(),
}
