/*
title           = "Open EHC assessments"
theme           = "Backlog"
definition      = "Number of requests for an EHC needs assessment that have not ended, whether undecided, in assessment, or with a plan agreed but not issued."
kind            = "count"
unit            = "children and young people"
polarity        = "lower_is_better"
numerator       = "Requests not yet ended by refusal, withdrawal, a decision not to issue, or a plan"
breakdowns      = ["stage", "age_band", "due", "locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["assessments", "requests"]
statutory_basis = "None: local measure"
caveats         = [
    "No national figure counts these cases: the national return publishes finished ones only.",
    "Withdrawals and moves carry no date in the national return; before the return that first reports one, the case is shown as open.",
    "Ages are whole days from receipt to the day looked at, or to the newest return where that is older; a limit's last day is still within it.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "snapshot"
year            = "calendar"
*/
with journeys as (
    select
        requests.*,
        request_exit(requests.decision, requests.is_exported, assessments.outcome, assessments.outcome_date) as exit_code,
        request_ended_date(
            requests.decision, requests.decided_date, requests.is_exported, assessments.outcome, assessments.outcome_date
        ) as ended_date,
        request_stage(requests.decision, assessments.outcome, assessments.is_plan_agreed) as stage,
        -- Nothing is known of a case beyond the newest return of its authority.
        least($as_at, requests.observed_to_date) as seen_to_date
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
    age_band(received_date, seen_to_date) as age_band,
    plan_due(received_date, seen_to_date) as due,
    $as_at::date as period_date,
    request_left_out(exit_code, ended_date, received_date, missing_from_date) as left_out
from journeys
where exit_code is null
    -- Ended, and nobody wrote down when: shown as left out, since it cannot be placed in time.
    or (ended_date is null and exit_code <> 'historical')
