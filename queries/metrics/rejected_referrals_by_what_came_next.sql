/*
title           = "Referrals rejected by what became of the child"
theme           = "Losses"
definition      = "Number of referrals that services rejected, by what became of the child there within 12 months."
kind            = "count"
unit            = "referrals"
polarity        = "no_judgement"
numerator       = "Referrals rejected"
breakdowns      = ["came_next", "reason", "service", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "Back is a referral of the same child to the same service within 12 months of the rejection; how that one stands is told as at the day looked at, a contact before a wait, a wait before an end.",
    "Sent to another service: the rejection names one to try instead or first, and the child has not been back; whether that service saw the child is not told here.",
    "Too soon to say: 12 months have not passed, and the child is not back yet.",
    "Where another referral of the child to the service was open on the day, such as one it repeats, nobody was turned away.",
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
        *,
        least(rejected_date, discharge_date) as closed_date,
        coalesce(least(rejected_date, discharge_date), missing_from_date) as held_to_date
    from referrals
),
back as (
    select
        rejected.referral_id,
        bool_or(others.received_date < rejected.rejected_date) as was_open_beside,
        bool_or(others.first_contact_date is not null) as is_seen,
        bool_or(others.closed_date is null and others.missing_from_date is null) as is_waiting,
        bool_or(others.closed_date is null) as is_open,
        bool_or(others.rejected_date is not null) as is_rejected
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
    case
        when back.was_open_beside then 'another_open'
        when back.is_seen then 'again_seen'
        when back.is_waiting then 'again_waiting'
        when back.is_open then 'again_lost'
        when back.is_rejected then 'again_rejected'
        when back.referral_id is not null then 'again_closed'
        when coalesce(rejected.redirected_to, rejected.prereq_service) is not null
            or rejected.rejection_reason = 'needs_other_service_first' then 'sent_on'
        when rejected.rejected_date + interval 12 months < least($as_at, rejected.observed_to_date) then 'not_again'
        else 'too_soon'
    end as came_next,
    rejected.rejected_date as period_date,
    case
        when rejected.service is null then 'Service not recorded'
        when rejected.first_contact_date is not null then 'Seen, though recorded as rejected'
    end as left_out
from rejected
left join back
    on rejected.referral_id = back.referral_id
