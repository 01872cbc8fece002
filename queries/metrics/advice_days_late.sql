/*
title           = "Days by which late advice was late"
theme           = "Timeliness"
definition      = "Days beyond 6 weeks that late advice for EHC needs assessments took, for each piece of late advice."
kind            = "ratio"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Days beyond the 6 weeks"
denominator     = "Pieces of advice that came late or are outstanding past 6 weeks"
breakdowns      = ["adviser", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "provider"]
sources         = ["advice", "assessments", "requests"]
needs           = ["advice"]
statutory_basis = "SEND Regulations 2014, reg. 8(1)"
caveats         = [
    "Counted in the period the advice was asked.",
    "Exceptions to the 6 weeks for advice are not taken out.",
    "Advice still outstanding counts with the days so far; advice outstanding when the case ended with the days until then.",
    "Days are added up and shared out over the pieces of late advice: a mean, which one very late piece moves.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
with cases as (
    select
        requests.request_id,
        request_exit(requests.decision, requests.is_exported, assessments.outcome, assessments.outcome_date) as exit_code,
        request_ended_date(
            requests.decision, requests.decided_date, requests.is_exported, assessments.outcome, assessments.outcome_date
        ) as ended_date
    from requests
    left join assessments
        on requests.request_id = assessments.request_id
),
placed as (
    select
        advice.*,
        advice_due_date(advice.requested_date) as due_date,
        cases.exit_code,
        cases.ended_date,
        -- Advice that came after the case ended was outstanding to the end.
        case when coalesce(advice.received_date <= cases.ended_date, cases.ended_date is null) then advice.received_date end
            as came_date,
        least($as_at, advice.observed_to_date) as observed_date
    from advice
    left join cases
        on advice.request_id = cases.request_id
)
select
    advice_id,
    la_code,
    person_id,
    school_urn,
    locality_code,
    need_type,
    year_group,
    is_fsm_eligible,
    adviser_service,
    provider_code,
    requested_date as period_date,
    (coalesce(came_date, ended_date, observed_date) - due_date)::double as numerator,
    1::double as denominator,
    1::integer as people,
    case
        when came_date is null and exit_code is not null and ended_date is null then 'Case ended, no date recorded'
        when came_date is null and ended_date <= due_date then 'Case ended within the 6 weeks'
        when came_date is null and ended_date is null and missing_from_date is not null
            then 'Outstanding in an earlier extract, not in the newest'
    end as left_out
from placed
where coalesce(came_date, ended_date, observed_date) > due_date
