/*
title           = "Open EHC assessments by stage reached"
theme           = "Backlog"
definition      = "Number of requests for an EHC needs assessment that have not ended, by how far each has come: awaiting the decision, awaiting advice, being drafted, or with a plan agreed but not issued."
kind            = "count"
unit            = "children and young people"
polarity        = "lower_is_better"
numerator       = "Requests not yet ended by refusal, withdrawal, a decision not to issue, or a plan"
breakdowns      = ["open_stage", "locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["advice", "assessments", "case_events", "requests"]
needs           = ["assessments", "requests"]
statutory_basis = "None: local measure"
caveats         = [
    "The same cases as the open assessments, given for the day of the newest return: the assessment is divided by the log of advice and by the drafts in the log of case events.",
    "Where a log ends before the day looked at, cases stand where it last told: what was still out then is shown as out.",
    "A case drafted before its last advice came is being drafted; advice that a newer extract of its log no longer holds is not waited for.",
    "Withdrawals and moves carry no date in the national return; before the return that first reports one, the case is shown as open.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "snapshot"
year            = "calendar"
*/
with journeys as (
    select
        requests.*,
        assessments.outcome,
        assessments.is_plan_agreed,
        request_exit(requests.decision, requests.is_exported, assessments.outcome, assessments.outcome_date) as exit_code,
        request_ended_date(
            requests.decision, requests.decided_date, requests.is_exported, assessments.outcome, assessments.outcome_date
        ) as ended_date
    from requests
    left join assessments
        on requests.request_id = assessments.request_id
),
still_open as (
    select *
    from journeys
    where exit_code is null
        -- Ended, and nobody wrote down when: shown as left out, since it cannot be placed in time.
        or (ended_date is null and exit_code <> 'historical')
),
advice_of_cases as (
    select request_id, count(*) as asked, count(*) filter (where received_date is null) as outstanding
    from advice
    -- Outstanding when last told, and in no newer extract: nobody can say that it is still waited for.
    where received_date is not null or missing_from_date is null
    group by request_id
),
drafted as (
    select distinct request_id
    from case_events
    where event = 'draft_sent' and request_id is not null
)
select
    still_open.request_id,
    still_open.la_code,
    still_open.person_id,
    still_open.school_urn,
    still_open.locality_code,
    still_open.need_type,
    still_open.year_group,
    still_open.is_fsm_eligible,
    still_open.is_looked_after,
    request_open_stage(
        still_open.decision,
        still_open.outcome,
        still_open.is_plan_agreed,
        advice_of_cases.asked,
        advice_of_cases.outstanding,
        drafted.request_id is not null
    ) as open_stage,
    $as_at::date as period_date,
    request_left_out(
        still_open.exit_code, still_open.ended_date, still_open.received_date, still_open.missing_from_date
    ) as left_out
from still_open
left join advice_of_cases
    on still_open.request_id = advice_of_cases.request_id
left join drafted
    on still_open.request_id = drafted.request_id
