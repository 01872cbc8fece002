/*
title           = "Wait from the draft plan to the EHC plan"
theme           = "Timeliness"
definition      = "Time from the day a first draft EHC plan was sent to the family to the day the plan was issued, open cases included."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Cases with a draft plan sent, from the first draft to the plan being issued"
breakdowns      = ["locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["assessments", "case_events", "requests"]
needs           = ["case_events"]
statutory_basis = "None: local measure"
caveats         = [
    "No law limits this stage: it is held to the 4 weeks between a draft at 16 weeks, which is a local milestone and not a statutory one, and the plan at 20.",
    "A decision not to issue a plan, or a withdrawal, after the draft ends the wait without a plan.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
curve_weeks     = [2, 4, 8, 12, 16, 26]
mean_to_weeks   = 26
*/
with journeys as (
    select
        requests.*,
        request_exit(requests.decision, requests.is_exported, assessments.outcome, assessments.outcome_date) as exit_code,
        request_ended_date(
            requests.decision, requests.decided_date, requests.is_exported, assessments.outcome, assessments.outcome_date
        ) as ended_date
    from requests
    left join assessments
        on requests.request_id = assessments.request_id
),
drafts as (
    select request_id, min(event_date) as draft_date
    from case_events
    where event = 'draft_sent'
    group by request_id
),
placed as (
    select journeys.*, drafts.draft_date
    from journeys
    left join drafts
        on journeys.request_id = drafts.request_id
    where drafts.draft_date is not null or journeys.exit_code = 'finished'
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
    coalesce(draft_date, ended_date) as period_date,
    draft_date as start_date,
    ended_date as end_date,
    exit_code as exit,
    observed_to_date as known_to,
    observed_from_date,
    plan_limit_days(draft_date) - draft_limit_days(draft_date) as limit_days,
    case
        when exit_code = 'historical' then 'Historical, and no return holds the decision'
        when draft_date is null then 'Plan issued, no draft in the log'
        when ended_date < draft_date then 'Ended before the draft was sent'
        else request_left_out(exit_code, ended_date, draft_date, missing_from_date)
    end as left_out
from placed
