/*
title           = "Discharges after missed appointments with the child back within 6 months"
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
    "A child discharged several times counts once for each discharge, so this is no share of children.",
    "A discharge while another referral of the child to the service was open is left out: nobody was let go.",
    "Referrals of a child to one service that were open together are one discharge, once none of them is open, on the day and for the reason of the last discharge among them; of several on one day, one for not being brought.",
    "A duplicate that was rejected after the discharge was no other referral.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
with discharges as (
    select
        *,
        -- The last discharge stands for the spell: of several on one day one for not being brought, then one with a reason.
        row_number() over (
            partition by spell_id
            order by
                discharge_date desc,
                coalesce(discharge_reason = 'was_not_brought', false) desc,
                discharge_reason is not null desc,
                received_date desc,
                referral_id desc
        ) as place
    from referrals
    -- Over on the day looked at: none of the spell is still held open. A rejection is no discharge.
    where rejected_date is null
        and discharge_date is not null
        and coalesce(spell_closed_date, spell_missing_from_date) is not null
        and spell_id in (select spell_id from referrals where discharge_reason = 'was_not_brought')
),
discharged as (
    select *
    from discharges
    where place = 1
        and discharge_reason = 'was_not_brought'
),
-- A referral that a newer extract no longer holds is on no list from that day on, though nobody closed it.
held as (
    select
        person_id,
        service,
        referral_id,
        received_date,
        coalesce(rejection_reason = 'duplicate', false) as is_duplicate,
        coalesce(least(rejected_date, discharge_date), missing_from_date) as held_to_date
    from referrals
),
back as (
    select
        discharged.referral_id,
        bool_or(others.received_date < discharged.discharge_date) as was_open_beside
    from discharged
    inner join held as others
        on discharged.person_id = others.person_id
        and discharged.service = others.service
        and discharged.referral_id <> others.referral_id
        and others.received_date <= discharged.discharge_date + interval 6 months
        and (
            others.received_date >= discharged.discharge_date
            -- A duplicate of what was discharged kept nobody on the list.
            or (coalesce(others.held_to_date > discharged.discharge_date, true) and not others.is_duplicate)
        )
    group by discharged.referral_id
)
select
    discharged.referral_id,
    discharged.la_code,
    discharged.person_id,
    discharged.school_urn,
    discharged.locality_code,
    discharged.icb_code,
    discharged.need_type,
    discharged.year_group,
    discharged.is_fsm_eligible,
    discharged.is_looked_after,
    discharged.service,
    discharged.provider_code,
    discharged.discharge_date as period_date,
    back.referral_id is not null as is_counted,
    case
        when discharged.service is null then 'Service not recorded'
        when back.was_open_beside then 'Another referral of the child to the service was open'
        -- On the last day a child may still come back.
        when discharged.discharge_date + interval 6 months >= least($as_at, discharged.observed_to_date)
            then 'Six months not yet passed'
    end as left_out
from discharged
left join back
    on discharged.referral_id = back.referral_id
