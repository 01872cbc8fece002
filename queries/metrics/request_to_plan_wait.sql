/*
title           = "Wait from request to EHC plan"
theme           = "Timeliness"
definition      = "Time from the day a request for an EHC needs assessment was received to the day the plan was issued, open cases included."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Requests for an EHC needs assessment, from receipt to the plan being issued"
breakdowns      = ["locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after", "stage"]
sources         = ["assessments", "requests"]
statutory_basis = "SEND Regulations 2014, reg. 13(2)"
caveats         = [
    "Refusals, decisions not to issue and withdrawals end the wait without a plan.",
    "Exceptions mark a case and never pause its clock.",
    "Withdrawals and moves carry no date in the national return; before the return that first reports one, the case is shown as open.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
mean_to_weeks   = 40
*/
with journeys as (
    select
        requests.*,
        request_exit(requests.decision, requests.is_exported, assessments.outcome, assessments.outcome_date) as exit_code,
        request_ended_date(
            requests.decision, requests.decided_date, requests.is_exported, assessments.outcome, assessments.outcome_date
        ) as ended_date,
        request_stage(requests.decision, assessments.outcome, assessments.is_plan_agreed) as stage
    from requests
    left join assessments
        on requests.request_id = assessments.request_id
)
select
    request_id,
    la_code,
    person_id,
    school_urn,
    locality_code,
    need_type,
    year_group,
    is_fsm_eligible,
    is_looked_after,
    stage,
    coalesce(received_date, appears_date) as period_date,
    received_date as start_date,
    ended_date as end_date,
    exit_code as exit,
    observed_to_date as known_to,
    observed_from_date,
    plan_limit_days(received_date) as limit_days,
    request_left_out(exit_code, ended_date, received_date, missing_from_date) as left_out
from journeys
