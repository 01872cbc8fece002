/*
title           = "Children assessed for whom nothing followed within 13 weeks"
theme           = "Losses"
definition      = "Share of children assessed by a service for whom 13 weeks later no support had started and who had not left as needing no more."
kind            = "proportion"
unit            = "%"
polarity        = "lower_is_better"
numerator       = "Referrals assessed with no support started within 13 weeks, unless closed by then as complete, no longer needed or moved away"
denominator     = "Referrals assessed at least 13 weeks ago, at services that record when support starts"
breakdowns      = ["service", "came_by", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "No standard applies: the 13 weeks are a local assumption.",
    "Counted on the day the assessment was complete, once 13 weeks have passed: children assessed lately have had less time.",
    "Referrals of one child that were open together count once, each step by its first date.",
    "Closed as complete or no longer needed is taken to mean that nothing more was needed; a child told so against the family's wish is not found here.",
    "Where a service's provider records no start of support for anybody, its children are left out: it is not known whether anything followed.",
    "Where starts of support are recorded for some only, the others look as if nothing had followed.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
with assessed as (
    select
        *,
        spell_assessed_date + interval 13 weeks as last_date
    from referrals
    -- One row for referrals of a chain that are open together, the newest of them.
    where next_in_spell_date is null and spell_assessed_date is not null
),
-- Whoever records no start of support for anybody tells nothing of those without one.
recorders as (
    select distinct
        la_code,
        service,
        provider_code
    from referrals
    where intervention_started_date is not null
),
-- Of those open together the newest row tells of itself; few have others, and the earlier ones are read for those alone.
enough_before as (
    select
        spell_id,
        min(discharge_date) as enough_date
    from referrals
    where next_in_spell_date is not null and discharge_reason in ('complete', 'not_needed', 'moved')
    group by spell_id
)
select
    assessed.spell_id,
    assessed.la_code,
    assessed.person_id,
    assessed.school_urn,
    assessed.locality_code,
    assessed.need_type,
    assessed.year_group,
    assessed.is_fsm_eligible,
    assessed.is_looked_after,
    assessed.service,
    assessed.provider_code,
    assessed.icb_code,
    assessed.came_by,
    assessed.spell_assessed_date as period_date,
    not coalesce(assessed.spell_support_date <= assessed.last_date, false)
    and not coalesce(
        assessed.spell_closed_date <= assessed.last_date
        and least(
            case when assessed.discharge_reason in ('complete', 'not_needed', 'moved') then assessed.discharge_date end,
            enough_before.enough_date
        ) <= assessed.last_date,
        false
    ) as is_counted,
    case
        when assessed.spell_assessed_date < assessed.spell_start_date then 'Assessed before it was referred'
        when recorders.service is null then 'Its service records no start of support'
        when coalesce(assessed.spell_support_date, assessed.spell_closed_date) is null
            and assessed.missing_from_date <= assessed.last_date
            then 'Open in an earlier extract, not in the newest'
        -- On the last day support may still start.
        when assessed.last_date >= least($as_at, assessed.observed_to_date) then 'Thirteen weeks not yet passed'
    end as left_out
from assessed
left join enough_before
    on assessed.spell_id = enough_before.spell_id
left join recorders
    on assessed.la_code is not distinct from recorders.la_code
    and assessed.service = recorders.service
    and assessed.provider_code is not distinct from recorders.provider_code
