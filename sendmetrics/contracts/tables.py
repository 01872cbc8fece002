"""The warehouse's tables: what each column means, when a row appears, and what was known before each event."""

from sendmetrics.contracts import tables_of_cases as cases
from sendmetrics.contracts import tables_of_people_and_places as places
from sendmetrics.contracts.shapes import Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        places.AUTHORITIES,
        places.LOCALITIES,
        places.SCHOOLS,
        places.PEOPLE,
        places.ROLL,
        places.SCHOOL_COUNTS,
        cases.REQUESTS,
        cases.ASSESSMENTS,
        cases.PLANS,
        cases.PLACEMENTS,
        cases.NEEDS,
        cases.ANNUAL_REVIEWS,
        cases.PHASE_TRANSFERS,
        cases.ADVICE,
        places.SERVICES,
        cases.REFERRALS,
        cases.APPOINTMENTS,
        places.SENCO_POSTS,
        places.COMPARATORS,
    )
}
