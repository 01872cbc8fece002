/*
title           = "EHC plans issued within 20 weeks"
theme           = "Timeliness"
definition      = "Share of new EHC plans, exceptions included, issued within 20 weeks of the request."
kind            = "proportion"
unit            = "%"
polarity        = "higher_is_better"
numerator       = "Plans issued by the day 20 weeks after the request was received"
denominator     = "New plans issued"
breakdowns      = ["locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["assessments", "requests"]
statutory_basis = "SEND Regulations 2014, reg. 13(2)"
caveats         = [
    "Only finished cases count, as in the national figure: a growing backlog does not show here.",
    "Plans after mediation or tribunal on the request or the assessment are left out, which is how we read the national rule.",
    "Plans transferred in from another authority are left out; a missing or impossible date counts as not in time.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
comparator      = "plans_issued_within_20_weeks"
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
    assessments.outcome_date as period_date,
    -- A missing request date stays in the denominator, as DfE appears to do.
    coalesce(
        assessments.outcome_date between requests.received_date and plan_due_date(requests.received_date),
        false
    ) as is_counted,
    case
        when assessments.has_mediation or assessments.has_tribunal or requests.has_mediation or requests.has_tribunal
            then 'Mediation or tribunal'
    end as left_out
from assessments
left join requests
    on assessments.request_id = requests.request_id
where assessments.outcome = 'Y'
    and assessments.outcome_date is not null
