/*
title           = "Assessments ended without a plan"
theme           = "Demand"
definition      = "Share of assessments ended by a decision that ended in a decision not to issue an EHC plan."
kind            = "proportion"
unit            = "%"
polarity        = "no_judgement"
numerator       = "Assessments ended in a decision not to issue a plan"
denominator     = "Assessments ended in a plan or in a decision not to issue one"
breakdowns      = ["locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["assessments", "requests"]
statutory_basis = "None: local measure"
caveats         = [
    "Counted in the period the plan was issued or the decision notified.",
    "Assessments withdrawn are left out, those still going on do not show.",
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
    assessments.outcome = 'N' as is_counted,
    case
        when assessments.outcome = 'W' then 'Withdrawn during the assessment'
        when assessments.outcome_date is null then 'Ended, no date recorded'
    end as left_out
from assessments
left join requests
    on assessments.request_id = requests.request_id
where assessments.outcome in ('N', 'W')
    -- A plan agreed and not yet issued is still going on.
    or (assessments.outcome = 'Y' and assessments.outcome_date is not null)
