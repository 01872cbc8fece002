/*
title           = "Time in each step of a referral"
theme           = "Timeliness"
definition      = "Time from one step of a referral to the next: received, triaged, accepted, offered an appointment, seen, assessed, supported, closed."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Referrals that came to a step, from then to the next one"
breakdowns      = ["service", "referral_step", "came_by", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "The service's own steps: those of referrals of one child that were open together count once, each step by its first date.",
    "Closed before the next step is a loss at the step and not time spent in it.",
    "A step that nobody recorded though a later one is recorded is left out; it is not taken to have taken no time.",
    "No standard applies to a step.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
is_kept         = false
curve_weeks     = [2, 4, 6, 13, 26, 52]
*/
with spells as (
    select *
    from referrals
    -- One row for referrals of a chain that are open together, the newest of them.
    where next_in_spell_date is null
),
steps as (
    select
        *,
        'triage' as step,
        spell_start_date as began,
        spell_triaged_date as reached,
        -- The first later step that is recorded.
        coalesce(
            spell_accepted_date, spell_offer_date, spell_contact_date, spell_assessed_date, spell_support_date
        ) as later
    from spells
    union all
    select
        *,
        'acceptance',
        spell_triaged_date,
        spell_accepted_date,
        coalesce(spell_offer_date, spell_contact_date, spell_assessed_date, spell_support_date)
    from spells
    where spell_triaged_date is not null
    union all
    select
        *,
        'offer',
        spell_accepted_date,
        spell_offer_date,
        coalesce(spell_contact_date, spell_assessed_date, spell_support_date)
    from spells
    where spell_accepted_date is not null
    union all
    select *, 'contact', spell_offer_date, spell_contact_date, coalesce(spell_assessed_date, spell_support_date)
    from spells
    where spell_offer_date is not null
    union all
    select *, 'assessment', spell_contact_date, spell_assessed_date, spell_support_date
    from spells
    where spell_contact_date is not null
    union all
    select *, 'support', spell_assessed_date, spell_support_date, null
    from spells
    where spell_assessed_date is not null
    union all
    select *, 'closing', spell_support_date, spell_closed_date, null
    from spells
    where spell_support_date is not null
)
select
    spell_id || ' ' || step as spell_step_id,
    la_code,
    person_id,
    school_urn,
    locality_code,
    icb_code,
    need_type,
    year_group,
    is_fsm_eligible,
    is_looked_after,
    service,
    provider_code,
    came_by,
    step as referral_step,
    began as period_date,
    began as start_date,
    coalesce(reached, spell_closed_date) as end_date,
    case when reached is not null then 'finished' else spell_exit end as exit,
    observed_to_date as known_to,
    null::integer as limit_days,
    case
        when coalesce(reached, spell_closed_date) < began then 'Recorded out of order'
        when reached is not null then null
        when later is not null then 'Not recorded, though a later step is'
        when spell_closed_date is null and missing_from_date is not null
            then 'Open in an earlier extract, not in the newest'
    end as left_out
from steps
