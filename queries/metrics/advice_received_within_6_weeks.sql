/*
title           = "Advice received within 6 weeks"
theme           = "Timeliness"
definition      = "Share of advice asked for EHC needs assessments that came within 6 weeks, advice outstanding past 6 weeks included as late."
kind            = "proportion"
unit            = "%"
polarity        = "higher_is_better"
numerator       = "Advice that came within 6 weeks of being asked"
denominator     = "Advice whose 6 weeks have passed"
breakdowns      = ["adviser", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "provider"]
sources         = ["advice", "assessments", "requests"]
needs           = ["advice"]
statutory_basis = "SEND Regulations 2014, reg. 8(1)"
caveats         = [
    "Counted in the period the advice was asked.",
    "Exceptions to the 6 weeks for advice are not taken out.",
    "Advice outstanding when the case ended within the 6 weeks is left out; outstanding past 6 weeks it counts as late.",
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
    coalesce(came_date <= due_date, false) as is_counted,
    case
        when came_date is null and exit_code is not null and ended_date is null then 'Case ended, no date recorded'
        when came_date is null and ended_date <= due_date then 'Case ended within the 6 weeks'
        when came_date is null and ended_date is null and missing_from_date is not null
            then 'Outstanding in an earlier extract, not in the newest'
        -- Early advice of requests not yet due would flatter the newest months; on the last day it may still come in time.
        when due_date >= observed_date then 'Six weeks not yet passed'
    end as left_out
from placed
