/*
title           = "Cases in and out of the 20-week rate"
theme           = "Timeliness"
definition      = "Number of requests in the files, each once, by whether its plan is in the 20-week rate and, where it is not, for which reason."
kind            = "count"
unit            = "cases"
polarity        = "no_judgement"
numerator       = "Requests in the files"
breakdowns      = ["rate_standing", "locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["assessments", "requests"]
statutory_basis = "SEND Regulations 2014, regs 13(2) and 13(3)"
caveats         = [
    "Counted in the period the case ended, at the day it was first said to have ended where that has no day of its own, or, while it goes on, at the day looked at.",
    "Cases with an exception are in the rate of all plans and out of the rate without exceptions.",
    "Cases after mediation or tribunal are out of both rates here, whatever is chosen for other figures.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
*/
-- Impossible dates may make a plan known before its request: the rate counts it, so it is listed.
with known as (
    select request_id from requests
    union
    select coalesce(request_id, assessment_id) from assessments
),
journeys as (
    select
        known.request_id,
        coalesce(requests.la_code, assessments.la_code) as la_code,
        coalesce(requests.person_id, assessments.person_id) as person_id,
        requests.* exclude (request_id, la_code, person_id),
        assessments.outcome,
        assessments.outcome_date,
        assessments.outcome_known_date,
        assessments.is_plan_agreed,
        assessments.has_20_week_exception,
        coalesce(requests.has_mediation or requests.has_tribunal, false)
        or coalesce(assessments.has_mediation or assessments.has_tribunal, false) as has_appeal,
        request_exit(requests.decision, requests.is_exported, assessments.outcome, assessments.outcome_date) as exit_code,
        request_ended_date(
            requests.decision, requests.decided_date, requests.is_exported, assessments.outcome, assessments.outcome_date
        ) as ended_date
    from known
    left join requests
        on known.request_id = requests.request_id
    left join assessments
        on known.request_id = coalesce(assessments.request_id, assessments.assessment_id)
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
    case
        when exit_code = 'finished' then case
            when has_appeal then 'appeal'
            else case when has_20_week_exception then 'exception_' else 'rate_' end
                || case plan_band(received_date, outcome_date)
                    when 'within' then 'in_time'
                    when 'to_52_weeks' then 'late'
                    when 'over_52_weeks' then 'late'
                    else 'undated'
                end
        end
        when exit_code is not null then exit_code
        when missing_from_date is not null then 'missing'
        else request_stage(decision, outcome, is_plan_agreed)
    end as rate_standing,
    case
        when ended_date is not null then ended_date
        when exit_code = 'moved' then exported_known_date
        when exit_code = 'historical' then appears_date
        when exit_code is not null then coalesce(outcome_known_date, decision_known_date)
        when missing_from_date is not null then missing_from_date
        else $as_at
    end as period_date
from journeys
