/*
title           = "Wait from all advice in to the plan or the decision not to issue one"
theme           = "Timeliness"
definition      = "Time from the day the last advice asked for came to the day the EHC plan was issued or the requester was told there will be none, open cases included."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "EHC needs assessments, from the day the last advice came to the plan or the decision not to issue one"
breakdowns      = ["locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["advice", "assessments", "requests"]
needs           = ["advice"]
statutory_basis = "None: local measure"
caveats         = [
    "No law limits this stage: it is held to what is left of the 20 weeks once the decision and the advice have taken their 6 weeks each. That is a local milestone.",
    "Advice is all in when none of what was asked for the case before it ended is outstanding; cases with advice outstanding have not begun this stage and are left out.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
curve_weeks     = [4, 8, 12, 16, 20, 26]
mean_to_weeks   = 26
*/
with journeys as (
    select
        requests.*,
        assessments.request_id is not null as is_assessed,
        request_exit(requests.decision, requests.is_exported, assessments.outcome, assessments.outcome_date) as exit_code,
        request_ended_date(
            requests.decision, requests.decided_date, requests.is_exported, assessments.outcome, assessments.outcome_date
        ) as ended_date
    from requests
    left join assessments
        on requests.request_id = assessments.request_id
),
advice_of_cases as (
    select
        journeys.request_id,
        count(*) filter (
            where coalesce(advice.received_date > journeys.ended_date, advice.received_date is null)
        ) as outstanding,
        max(advice.received_date) as last_date
    from journeys
    inner join advice
        on journeys.request_id = advice.request_id
        and coalesce(advice.requested_date <= journeys.ended_date, true)
    group by journeys.request_id
),
placed as (
    select
        journeys.*,
        case when advice_of_cases.outstanding = 0
            then greatest(advice_of_cases.last_date, case when journeys.decision = 'Y' then journeys.decided_date end)
        end as all_in_date,
        advice_of_cases.request_id is not null as has_advice
    from journeys
    left join advice_of_cases
        on journeys.request_id = advice_of_cases.request_id
    where journeys.decision = 'Y' or journeys.is_assessed or advice_of_cases.request_id is not null
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
    coalesce(all_in_date, ended_date, received_date, appears_date) as period_date,
    all_in_date as start_date,
    ended_date as end_date,
    case when exit_code = 'no_plan' then 'finished' else exit_code end as exit,
    observed_to_date as known_to,
    observed_from_date,
    plan_limit_days(all_in_date) - decision_limit_days(all_in_date) - advice_limit_days(all_in_date) as limit_days,
    case
        when exit_code = 'historical' then 'Historical, and no return holds the decision'
        when not has_advice then 'No advice in the log for the case'
        when all_in_date is null and ended_date is not null then 'Ended before all advice was in'
        when all_in_date is null then 'Advice still outstanding'
        when ended_date < all_in_date then 'Ended before it was decided to assess'
        else request_left_out(exit_code, ended_date, all_in_date, missing_from_date)
    end as left_out
from placed
