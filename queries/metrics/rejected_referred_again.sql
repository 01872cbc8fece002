/*
title           = "Rejections after which the child was referred again within 12 months"
theme           = "Losses"
definition      = "Share of rejections after which the child was referred to the same service again within 12 months."
kind            = "proportion"
unit            = "%"
polarity        = "no_judgement"
numerator       = "Rejections after which the child was back at the same service within 12 months"
denominator     = "Rejections at least 12 months ago"
breakdowns      = ["service", "provider", "reason", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "Counted on the day of the rejection, once 12 months have passed: children back early would flatter or darken the newest months.",
    "A child rejected several times counts once for each rejection, so this is no share of children.",
    "A rejection while another referral of the child to the service was open, such as one it repeats, is left out: nobody was turned away.",
    "Back is another referral to the same service, whatever became of it; a child who went elsewhere is not back.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
with rejected as (
    select *
    from referrals
    where rejected_date is not null
),
-- A referral that a newer extract no longer holds is on no list from that day on, though nobody closed it.
held as (
    select
        person_id,
        service,
        referral_id,
        received_date,
        coalesce(least(rejected_date, discharge_date), missing_from_date) as held_to_date
    from referrals
),
back as (
    select
        rejected.referral_id,
        bool_or(others.received_date < rejected.rejected_date) as was_open_beside
    from rejected
    inner join held as others
        on rejected.person_id = others.person_id
        and rejected.service = others.service
        and rejected.referral_id <> others.referral_id
        and others.received_date <= rejected.rejected_date + interval 12 months
        and (
            others.received_date >= rejected.rejected_date or coalesce(others.held_to_date > rejected.rejected_date, true)
        )
    group by rejected.referral_id
)
select
    rejected.referral_id,
    rejected.la_code,
    rejected.person_id,
    rejected.school_urn,
    rejected.locality_code,
    rejected.icb_code,
    rejected.need_type,
    rejected.year_group,
    rejected.is_fsm_eligible,
    rejected.is_looked_after,
    rejected.service,
    rejected.provider_code,
    rejected.rejection_reason,
    rejected.rejected_date as period_date,
    back.referral_id is not null as is_counted,
    case
        when rejected.service is null then 'Service not recorded'
        when rejected.first_contact_date is not null then 'Seen, though recorded as rejected'
        when back.was_open_beside then 'Another referral of the child to the service was open'
        -- On the last day a child may still come back.
        when rejected.rejected_date + interval 12 months >= least($as_at, rejected.observed_to_date)
            then 'Twelve months not yet passed'
    end as left_out
from rejected
left join back
    on rejected.referral_id = back.referral_id
