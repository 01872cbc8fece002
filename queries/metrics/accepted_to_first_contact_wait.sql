/*
title           = "Wait from acceptance to first contact"
theme           = "Timeliness"
definition      = "Time from the day a service accepted a child's referral to the first appointment attended."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Children whose referral a service accepted, from the acceptance to the first contact"
breakdowns      = ["service", "came_by", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals", "services"]
statutory_basis = "None: local measure"
caveats         = [
    "The service's clock: it starts anew when a child whose referral was closed is referred again, and a rejected referral never starts it.",
    "Two open referrals of one child to one service are one wait, from the first acceptance; a triage call does not end it.",
    "A referral neither accepted nor rejected yet is left out, and so is one seen without a recorded acceptance.",
    "Each service is held to its own standard, as on the child's clock; where no national one applies, a local assumption of 18 weeks.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
curve_weeks     = [6, 13, 18, 26, 52, 104]
*/
with spells as (
    select *
    from referrals
    -- One row for referrals of a chain that are open together, the newest of them.
    where next_in_spell_date is null
        -- Closed without having been accepted: never on the service's list.
        and (spell_accepted_date is not null or spell_contact_date is not null or spell_closed_date is null)
)
select
    spells.spell_id,
    spells.la_code,
    spells.person_id,
    spells.school_urn,
    spells.locality_code,
    spells.icb_code,
    spells.need_type,
    spells.year_group,
    spells.is_fsm_eligible,
    spells.is_looked_after,
    spells.service,
    spells.provider_code,
    spells.came_by,
    coalesce(spells.spell_accepted_date, spells.received_date) as period_date,
    coalesce(spells.spell_accepted_date, spells.received_date) as start_date,
    coalesce(spells.spell_contact_date, spells.spell_closed_date) as end_date,
    case when spells.spell_contact_date is not null then 'finished' else spells.spell_exit end as exit,
    spells.observed_to_date as known_to,
    services.standard_days as limit_days,
    case
        when spells.spell_contact_date < spells.spell_accepted_date then 'Seen before it was accepted'
        when spells.spell_contact_date is not null and spells.spell_accepted_date is null
            then 'Seen, and no acceptance recorded'
        when spells.spell_contact_date is not null then null
        when spells.spell_accepted_date is null then 'Neither accepted nor rejected yet'
        when spells.spell_closed_date < spells.spell_accepted_date then 'Closed before it was accepted'
        when spells.spell_closed_date is null and spells.missing_from_date is not null
            then 'Open in an earlier extract, not in the newest'
    end as left_out
from spells
left join services
    on coalesce(spells.service, 'other') = services.service
