/*
title           = "Wait from the decision to assess to all advice in"
theme           = "Timeliness"
definition      = "Time from the day a requester was told there will be an EHC needs assessment to the day the last advice asked for came, assessments with advice outstanding included."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "EHC needs assessments with advice in the log, from the decision to assess to the day the last advice came"
breakdowns      = ["locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["advice", "assessments", "requests"]
needs           = ["advice"]
statutory_basis = "None: local measure"
caveats         = [
    "No law limits this stage as a whole: it is held to the 6 weeks each adviser has, as if all were asked on the day of the decision. That is a local milestone.",
    "Advice is all in when none of what was asked for the case before it ended is outstanding; advice asked for later opens it again.",
    "A plan issued, refused or withdrawn while advice was outstanding ends this wait without it.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
curve_weeks     = [4, 6, 8, 10, 12, 16]
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
        -- Of a case that has ended, advice counts as it stood on that day.
        count(*) filter (
            where coalesce(advice.received_date > journeys.ended_date, advice.received_date is null)
        ) as outstanding,
        count(*) filter (where advice.received_date is null and advice.missing_from_date is not null) as lost,
        max(advice.received_date) as last_date,
        min(advice.observed_to_date) as observed_to_date
    from journeys
    inner join advice
        on journeys.request_id = advice.request_id
        and coalesce(advice.requested_date <= journeys.ended_date, true)
    group by journeys.request_id
),
placed as (
    select
        journeys.*,
        -- Existing advice may have come before the decision: the stage then took no time.
        case when advice_of_cases.outstanding = 0
            then greatest(advice_of_cases.last_date, journeys.decided_date) end as all_in_date,
        advice_of_cases.lost,
        advice_of_cases.observed_to_date as advice_observed_to_date,
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
    coalesce(decided_date, received_date, appears_date) as period_date,
    decided_date as start_date,
    coalesce(all_in_date, ended_date) as end_date,
    case
        when all_in_date is not null then 'finished'
        when exit_code = 'finished' then 'removed'
        else exit_code
    end as exit,
    least(observed_to_date, advice_observed_to_date) as known_to,
    observed_from_date,
    advice_limit_days(decided_date) as limit_days,
    case
        when exit_code = 'historical' then 'Historical, and no return holds the decision'
        when decision = 'N' then 'Assessed after a refusal, day of that decision not recorded'
        when decision in ('A', 'W') then 'Advice asked, no decision to assess recorded'
        when decided_date is null then 'Decided, no date recorded'
        when not has_advice then 'No advice in the log for the case'
        when all_in_date is not null then null
        when ended_date < decided_date then 'Ended before it was decided to assess'
        when lost > 0 and ended_date is null then 'Outstanding in an earlier extract, not in the newest'
        else request_left_out(exit_code, ended_date, decided_date, missing_from_date)
    end as left_out
from placed
