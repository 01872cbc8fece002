/*
title           = "Open EHC assessments held up by advice past its 6 weeks"
theme           = "Backlog"
definition      = "Share of open EHC needs assessments waiting for advice that is past its 6 weeks, once for each adviser who owes it."
kind            = "proportion"
unit            = "%"
polarity        = "lower_is_better"
numerator       = "Open assessments with advice outstanding past its 6 weeks, once for each adviser"
denominator     = "Open assessments with advice outstanding, once for each adviser"
breakdowns      = ["adviser", "service", "own_list", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["advice", "assessments", "referrals", "requests"]
needs           = ["advice", "requests"]
statutory_basis = "SEND Regulations 2014, reg. 8(1)"
caveats         = [
    "An assessment that waits for two advisers counts for each; several pieces from one adviser are one.",
    "Whether the child is on the service's own list is told where its referral files name the child by the same identifier; a child named by a local number alone is not found, which is not to be on no list.",
    "Advice for a request that no return holds yet counts, as in the wait for advice.",
    "A service whose referrals are in no file, such as a school, is told apart: of its list nothing is known.",
    "Withdrawals and moves carry no date in the national return; before the return that first reports one, the case is shown as open.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "snapshot"
year            = "calendar"
*/
with outstanding as (
    select
        *,
        service_of_adviser(adviser_service) as service,
        row_number() over (
            partition by coalesce(request_id, advice_id), adviser_service
            order by missing_from_date is not null, requested_date, advice_id
        ) as place
    from advice
    where received_date is null
),
cases as (
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
-- Open as the wait from referral to first contact is.
waiting as (
    select distinct person_id, service
    from referrals
    where person_id in (select person_id from outstanding)
        and next_received_date is null
        and chain_contact_date is null
        and missing_from_date is null
        and (coalesce(rejected_date, discharge_date) is null or earlier_closed_date > $as_at)
),
referred as (
    select distinct person_id, service
    from referrals
    where person_id in (select person_id from outstanding)
),
named as (select distinct person_id from referred),
lists as (select distinct service from referrals)
select
    outstanding.advice_id,
    outstanding.la_code,
    outstanding.person_id,
    outstanding.school_urn,
    outstanding.locality_code,
    outstanding.need_type,
    outstanding.year_group,
    outstanding.is_fsm_eligible,
    outstanding.is_looked_after,
    outstanding.adviser_service,
    outstanding.service,
    case
        when lists.service is null or outstanding.service = 'other' then 'no_list'
        when waiting.person_id is not null then 'waiting'
        when referred.person_id is not null then 'known'
        when named.person_id is not null then 'not_referred'
        else 'not_found'
    end as own_list,
    $as_at::date as period_date,
    -- On the last day it may still come in time; beyond the newest extract of the log nobody can tell.
    advice_due_date(outstanding.requested_date) < least($as_at, outstanding.observed_to_date) as is_counted,
    case
        when outstanding.missing_from_date is not null then 'Outstanding in an earlier extract, not in the newest'
        when cases.request_id is not null
            then request_left_out(cases.exit_code, cases.ended_date, cases.received_date, cases.missing_from_date)
    end as left_out
from outstanding
left join cases
    on outstanding.request_id = cases.request_id
left join waiting
    on outstanding.person_id = waiting.person_id and outstanding.service = waiting.service
left join referred
    on outstanding.person_id = referred.person_id and outstanding.service = referred.service
left join named
    on outstanding.person_id = named.person_id
left join lists
    on outstanding.service = lists.service
where outstanding.place = 1
    -- Ended, and nobody wrote down when: shown as left out, since it cannot be placed in time.
    and (cases.exit_code is null or (cases.ended_date is null and cases.exit_code <> 'historical'))
