/*
title           = "Decisions not to issue a plan within 16 weeks"
theme           = "Timeliness"
definition      = "Share of decisions after an assessment not to issue an EHC plan that were notified within 16 weeks of the request."
kind            = "proportion"
unit            = "%"
polarity        = "higher_is_better"
numerator       = "Decisions not to issue a plan notified within 16 weeks of receipt"
denominator     = "Decisions not to issue a plan"
breakdowns      = ["locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["assessments", "requests"]
statutory_basis = "SEND Regulations 2014, reg. 10"
caveats         = [
    "Counted in the period the decision was notified.",
    "A missing or impossible date of receipt counts as not in time.",
    "A decision without its date is left out.",
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
    coalesce(assessments.outcome_date, assessments.outcome_known_date) as period_date,
    coalesce(
        assessments.outcome_date between requests.received_date and no_plan_due_date(requests.received_date),
        false
    ) as is_counted,
    case when assessments.outcome_date is null then 'Ended, no date recorded' end as left_out
from assessments
left join requests
    on assessments.request_id = requests.request_id
where assessments.outcome = 'N'
