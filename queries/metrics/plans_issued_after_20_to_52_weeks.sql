/*
title           = "EHC plans issued after 20 to 52 weeks"
theme           = "Timeliness"
definition      = "Share of new EHC plans issued more than 20 and up to 52 weeks after the request."
kind            = "proportion"
unit            = "%"
polarity        = "lower_is_better"
numerator       = "Plans issued more than 140 and up to 364 days after the request was received"
denominator     = "New plans issued"
breakdowns      = ["locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after", "exception"]
sources         = ["assessments", "requests"]
statutory_basis = "None: local measure"
caveats         = [
    "Only finished cases count, as in the national figure: a growing backlog does not show here.",
    "Plans after mediation or tribunal on the request or the assessment are left out, which is how we read the national rule.",
    "A plan whose dates are missing or impossible stays among all plans and is in no band, so the bands may add up to less than all.",
    "By exception it can be asked both ways, with and without cases that have one.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
*/
select
    assessments.assessment_id,
    assessments.la_code,
    assessments.person_id,
    requests.school_urn,
    requests.locality_code,
    requests.need_type,
    requests.year_group,
    requests.is_fsm_eligible,
    requests.is_looked_after,
    assessments.has_20_week_exception,
    assessments.outcome_date as period_date,
    -- Plans with unknown dates stay in the denominator: no band is theirs.
    coalesce(plan_band(requests.received_date, assessments.outcome_date) = 'to_52_weeks', false) as is_counted,
    case
        when assessments.has_mediation or assessments.has_tribunal or requests.has_mediation or requests.has_tribunal
            then 'Mediation or tribunal'
    end as left_out
from assessments
left join requests
    on assessments.request_id = requests.request_id
where assessments.outcome = 'Y'
    and assessments.outcome_date is not null
