/*
title           = "Children discharged after missed appointments and back within 6 months"
theme           = "Losses"
definition      = "Share of discharges because a child was not brought to appointments after which the child was referred to the same service again within 6 months."
kind            = "proportion"
unit            = "%"
polarity        = "no_judgement"
numerator       = "Discharges because the child was not brought, with another referral to the service within 6 months"
denominator     = "Discharges because the child was not brought, at least 6 months ago"
breakdowns      = ["service", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "Counted on the day of the discharge, once 6 months have passed.",
    "A discharge while another referral of the child to the service was open is left out: nobody was let go.",
    "Referrals of a child to one service that were open together are one discharge, on the day and for the reason of the last of them.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
with missed as (
    select *
    from referrals
    -- What was discharged, on the day looked at: a rejection is no discharge.
    where rejected_date is null
        and discharge_date = spell_closed_date
        and discharge_reason = 'was_not_brought'
),
-- Of several closed on the last day of the spell, one stands for it.
discharged as (
    select *
    from missed
    where not exists (
        from referrals
        where referrals.spell_id = missed.spell_id
            and referrals.referral_id > missed.referral_id
            and least(referrals.rejected_date, referrals.discharge_date) = missed.spell_closed_date
    )
),
closings as (
    select person_id, service, spell_id, received_date, least(rejected_date, discharge_date) as closed_date
    from referrals
),
back as (
    select
        discharged.referral_id,
        bool_or(others.received_date < discharged.spell_closed_date) as was_open_beside
    from discharged
    inner join closings as others
        on discharged.person_id = others.person_id
        and discharged.service = others.service
        and discharged.spell_id <> others.spell_id
        and others.received_date <= discharged.spell_closed_date + interval 6 months
        and (
            others.received_date >= discharged.spell_closed_date
            or coalesce(others.closed_date > discharged.spell_closed_date, true)
        )
    group by discharged.referral_id
)
select
    discharged.referral_id,
    discharged.la_code,
    discharged.person_id,
    discharged.school_urn,
    discharged.locality_code,
    discharged.need_type,
    discharged.year_group,
    discharged.is_fsm_eligible,
    discharged.is_looked_after,
    discharged.service,
    discharged.provider_code,
    discharged.spell_closed_date as period_date,
    back.referral_id is not null as is_counted,
    case
        when discharged.service is null then 'Service not recorded'
        when back.was_open_beside then 'Another referral of the child to the service was open'
        -- On the last day a child may still come back.
        when discharged.spell_closed_date + interval 6 months >= least($as_at, discharged.observed_to_date)
            then 'Six months not yet passed'
    end as left_out
from discharged
left join back
    on discharged.referral_id = back.referral_id
