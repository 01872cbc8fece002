/*
title           = "Open EHC assessments without news"
theme           = "Backlog"
definition      = "Share of requests for an EHC needs assessment not yet ended for which nothing dated has happened for 28 days or more."
kind            = "proportion"
unit            = "%"
polarity        = "lower_is_better"
numerator       = "Open requests without a dated event for at least 28 days"
denominator     = "Requests not yet ended"
breakdowns      = ["stage", "locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["advice", "assessments", "case_events", "requests"]
statutory_basis = "None: local measure"
caveats         = [
    "The 28 days are a local assumption that an authority can change.",
    "An event is a request received or decided, advice asked for or received, or anything the log of case events dates; work that leaves no date in these files does not show.",
    "Looked at on the day of the oldest of these files: what one of them does not yet tell is not taken for silence.",
    "Withdrawals and moves carry no date in the national return; before the return that first reports one, the case is shown as open.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "snapshot"
year            = "calendar"
*/
with advice_seen as (
    select la_code, max(observed_to_date) as advice_to_date
    from advice
    group by la_code
),
events_seen as (
    select la_code, max(known_to) as events_to_date
    from case_events
    group by la_code
),
advice_events as (
    select
        request_id,
        greatest(max(requested_date), max(received_date)) as last_advice_date,
        -- Of a case asked of several advisers, the source that tells least far decides.
        min(observed_to_date) as own_advice_to_date
    from advice
    where request_id is not null
    group by request_id
),
noted_events as (
    select request_id, max(event_date) as last_noted_date
    from case_events
    where request_id is not null
    group by request_id
),
journeys as (
    select
        requests.*,
        request_exit(requests.decision, requests.is_exported, assessments.outcome, assessments.outcome_date) as exit_code,
        request_ended_date(
            requests.decision, requests.decided_date, requests.is_exported, assessments.outcome, assessments.outcome_date
        ) as ended_date,
        request_stage(requests.decision, assessments.outcome, assessments.is_plan_agreed) as stage,
        -- The day an assessment was agreed is the decision's, or else that of a return, which is no event.
        greatest(
            requests.received_date,
            requests.decided_date,
            advice_events.last_advice_date,
            noted_events.last_noted_date
        ) as last_event_date,
        least(
            $as_at,
            requests.observed_to_date,
            advice_seen.advice_to_date,
            advice_events.own_advice_to_date,
            events_seen.events_to_date
        ) as seen_to_date
    from requests
    left join assessments
        on requests.request_id = assessments.request_id
    left join advice_events
        on requests.request_id = advice_events.request_id
    left join noted_events
        on requests.request_id = noted_events.request_id
    left join advice_seen
        on requests.la_code = advice_seen.la_code
    left join events_seen
        on requests.la_code = events_seen.la_code
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
    $as_at::date as period_date,
    coalesce(seen_to_date - last_event_date >= stalled_days(), false) as is_counted,
    case
        when request_left_out(exit_code, ended_date, received_date, missing_from_date) is not null
            then request_left_out(exit_code, ended_date, received_date, missing_from_date)
        when received_date > seen_to_date then 'Received after the newest extract of advice or events'
    end as left_out
from journeys
where exit_code is null
    -- Ended, and nobody wrote down when: shown as left out, since it cannot be placed in time.
    or (ended_date is null and exit_code <> 'historical')
