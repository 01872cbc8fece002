/*
title           = "Weeks from request to EHC plan"
theme           = "Timeliness"
definition      = "Average number of weeks from the day a request was received to the day the plan was issued, for new EHC plans."
kind            = "ratio"
unit            = "weeks"
polarity        = "lower_is_better"
numerator       = "Days from request to plan, added up"
denominator     = "New plans issued"
breakdowns      = ["locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after", "exception"]
sources         = ["assessments", "requests"]
statutory_basis = "None: local measure"
caveats         = [
    "Only finished cases count: while the oldest cases are being finished this rises, and while they wait it does not.",
    "Plans after mediation or tribunal on the request or the assessment are left out, which is how we read the national rule.",
    "Plans whose dates are missing or impossible are left out, since no time can be told from them.",
    "By exception it can be asked both ways, with and without cases that have one.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
per             = 0.14285714285714285
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
    (assessments.outcome_date - requests.received_date)::double as numerator,
    1::double as denominator,
    1::integer as people,
    case
        when assessments.has_mediation or assessments.has_tribunal or requests.has_mediation or requests.has_tribunal
            then 'Mediation or tribunal'
        when requests.received_date is null then 'Date received missing'
        when assessments.outcome_date < requests.received_date then 'Issued before it was received'
    end as left_out
from assessments
left join requests
    on assessments.request_id = requests.request_id
where assessments.outcome = 'Y'
    and assessments.outcome_date is not null
