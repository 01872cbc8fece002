/*
title           = "Wait for advice from each adviser"
theme           = "Timeliness"
definition      = "Time from the day an adviser was asked for advice on a child's EHC needs assessment to the day the advice came, outstanding advice included."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Requests for advice, from the day it was asked to the day it came"
breakdowns      = ["adviser", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after", "provider"]
sources         = ["advice", "assessments", "requests"]
needs           = ["advice"]
statutory_basis = "SEND Regulations 2014, reg. 8(1)"
caveats         = ["Advice still outstanding when the case ended is counted as removed on that day."]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
curve_weeks     = [4, 6, 8, 12, 16, 26]
mean_to_weeks   = 26
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
)
select
    advice.advice_id,
    advice.la_code,
    advice.person_id,
    advice.school_urn,
    advice.locality_code,
    advice.need_type,
    advice.year_group,
    advice.is_fsm_eligible,
    advice.is_looked_after,
    advice.adviser_service,
    advice.provider_code,
    advice.requested_date as period_date,
    advice.requested_date as start_date,
    case when coalesce(advice.received_date <= cases.ended_date, cases.ended_date is null) then advice.received_date
        else greatest(cases.ended_date, advice.requested_date) end as end_date,
    case
        when coalesce(advice.received_date <= cases.ended_date, advice.received_date is not null and cases.ended_date is null)
            then 'finished'
        when cases.ended_date is not null then 'removed'
    end as exit,
    advice.observed_to_date as known_to,
    advice_limit_days(advice.requested_date) as limit_days,
    case
        when advice.received_date is null and cases.exit_code is not null and cases.ended_date is null
            then 'Case ended, no date recorded'
        when advice.received_date is null and cases.ended_date is null and advice.missing_from_date is not null
            then 'Outstanding in an earlier extract, not in the newest'
    end as left_out
from advice
left join cases
    on advice.request_id = cases.request_id
