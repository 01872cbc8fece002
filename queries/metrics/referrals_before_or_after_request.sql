/*
title           = "First referral to each service, before or after the EHC request"
theme           = "Demand"
definition      = "Number of services to which children with an EHC request were ever referred, by whether the first referral came before or after the request."
kind            = "count"
unit            = "first referrals"
polarity        = "no_judgement"
numerator       = "First referrals of a child with an EHC request, one for each service"
breakdowns      = ["referral_timing", "seen_by_request", "service", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals", "requests"]
statutory_basis = "None: local measure"
caveats         = [
    "Counted on the day the request was received; a referral of the same day is before it.",
    "Of newer requests fewer referrals have had time to come after.",
    "Requests from before, or from less than 12 months after, the first referral in the files are left out: what came before them is not in the files.",
    "A child whom the referral files name by another identifier is in no referral file for us, which is not to have had no referral.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
with first_referrals as (
    select
        person_id,
        service,
        min(received_date) as referred_date,
        min(first_contact_date) as seen_date
    from referrals
    where service is not null
    group by person_id, service
),
telling as (
    select la_code, min(received_date) as first_date
    from referrals
    group by la_code
)
select
    concat_ws('-', requests.request_id, first_referrals.service) as first_referral_id,
    requests.la_code,
    requests.person_id,
    requests.school_urn,
    requests.locality_code,
    requests.need_type,
    requests.year_group,
    requests.is_fsm_eligible,
    requests.is_looked_after,
    first_referrals.service,
    case
        when first_referrals.referred_date > requests.received_date then 'after'
        when first_referrals.referred_date + interval 6 months >= requests.received_date then 'up_to_6_months_before'
        when first_referrals.referred_date + interval 12 months >= requests.received_date then 'up_to_12_months_before'
        when requests.received_date is not null and first_referrals.service is not null then 'over_12_months_before'
    end as referral_timing,
    case when first_referrals.seen_date <= requests.received_date then 'seen' else 'not_seen' end as seen_by_request,
    coalesce(requests.received_date, requests.appears_date) as period_date,
    case
        when requests.received_date is null then 'Date received missing'
        -- Of those only the slow ones are in the files.
        when requests.received_date < requests.observed_from_date then 'Received before the files begin'
        when requests.decision = 'A' and not requests.is_exported and requests.missing_from_date is not null
            then 'Open in an earlier return, not in the newest'
        when coalesce(telling.first_date + interval 12 months > requests.received_date, true)
            then 'Referrals do not reach back 12 months before the request'
        when first_referrals.service is null then 'Child in no referral file'
    end as left_out
from requests
left join first_referrals
    on requests.person_id = first_referrals.person_id
left join telling
    on requests.la_code = telling.la_code
