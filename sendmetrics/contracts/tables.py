"""The warehouse's tables: what each column means, when a row appears, and what was known before each event."""

from sendmetrics.contracts import tables_of_cases as cases
from sendmetrics.contracts import tables_of_commissioning as commissioning
from sendmetrics.contracts import tables_of_events as events
from sendmetrics.contracts import tables_of_people_and_places as places
from sendmetrics.contracts import tables_of_plans as plans
from sendmetrics.contracts import tables_of_published as published
from sendmetrics.contracts import tables_of_targets as targets
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
        plans.PLANS,
        plans.PLACEMENTS,
        plans.NEEDS,
        plans.ANNUAL_REVIEWS,
        plans.PHASE_TRANSFERS,
        cases.ADVICE,
        events.CASE_EVENTS,
        places.SERVICES,
        places.YEAR_GROUPS,
        cases.REFERRALS,
        cases.APPOINTMENTS,
        places.SENCO_POSTS,
        places.LOOKED_AFTER_DAYS,
        commissioning.COMMISSIONED_ROUTES,
        commissioning.REVIEW_CONTRIBUTIONS,
        places.COMPARATORS,
        published.PUBLISHED_LISTS,
        targets.TARGETS,
        targets.TRAJECTORIES,
        targets.ANNOTATIONS,
        targets.HOLIDAYS,
    )
}
