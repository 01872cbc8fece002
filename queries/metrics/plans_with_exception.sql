/*
title           = "EHC plans with an exception to the 20 weeks"
theme           = "Timeliness"
definition      = "Share of new EHC plans recorded with a lawful exception to the 20 weeks."
kind            = "proportion"
unit            = "%"
polarity        = "no_judgement"
numerator       = "Plans issued with an exception recorded"
denominator     = "New plans issued"
breakdowns      = ["locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["assessments", "requests"]
statutory_basis = "SEND Regulations 2014, regs 13(2) and 13(3)"
caveats         = [
    "The rate without exceptions can be raised by recording more of them, so this share is read beside it.",
    "Only an exception of the 20 weeks counts; a missed appointment is none.",
    "Plans after mediation or tribunal on the request or the assessment are left out, which is how we read the national rule.",
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
    assessments.outcome_date as period_date,
    assessments.has_20_week_exception as is_counted,
    case
        when assessments.has_mediation or assessments.has_tribunal or requests.has_mediation or requests.has_tribunal
            then 'Mediation or tribunal'
    end as left_out
from assessments
left join requests
    on assessments.request_id = requests.request_id
where assessments.outcome = 'Y'
    and assessments.outcome_date is not null
