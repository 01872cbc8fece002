/*
title           = "Children assessed for whom nothing followed within 13 weeks"
theme           = "Losses"
definition      = "Share of children assessed by a service for whom 13 weeks later no support had started there and who had not left as needing no more."
kind            = "proportion"
unit            = "%"
polarity        = "lower_is_better"
numerator       = "Referrals assessed with no support of the service started within 13 weeks, on this or another referral of the child, unless closed by then as complete, no longer needed or moved away"
denominator     = "Referrals assessed at least 13 weeks ago, at services that record when support starts and had begun to by then"
breakdowns      = ["service", "came_by", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "No standard applies: the 13 weeks are a local assumption.",
    "Counted on the day the assessment was complete, once 13 weeks have passed: children assessed lately have had less time.",
    "Referrals of one child that were open together count once, each step by its first date.",
    "Closed as complete or no longer needed is taken to mean that nothing more was needed; a child told so against the family's wish is not found here.",
    "Where a service's provider records no start of support for anybody, its children are left out: it is not known whether anything followed. So are those whose 13 weeks were over before the first start it recorded.",
    "Only support of the same service counts, whatever the provider: where a service assesses and hands on to another, it is told here as nothing having followed.",
    "Where starts of support are recorded for some only, the others look as if nothing had followed.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
-- Read twice, each time of few columns: kept in memory it would take longer than worked out again.
with assessed as not materialized (
    select
        *,
        -- 13 weeks, in days so that it stays a date.
        spell_assessed_date + 91 as last_date
    from referrals
    -- One row for referrals of a chain that are open together, the newest of them.
    where next_in_spell_date is null and spell_assessed_date is not null
),
starts as not materialized (
    select la_code, service, provider_code, person_id, intervention_started_date as started_date
    from referrals
    where intervention_started_date is not null
),
-- Whoever records no start of support for anybody tells nothing of those without one, nor of the time before the first.
recorders as (
    select la_code, service, provider_code, min(started_date) as first_date
    from starts
    group by la_code, service, provider_code
),
-- Support may start on another referral of the child to the service, such as the next one: looked up for the others alone.
supported as (
    select distinct assessed.spell_id
    from assessed
    inner join starts
        on assessed.person_id = starts.person_id
        and assessed.service = starts.service
        and starts.started_date between assessed.spell_assessed_date and assessed.last_date
    where not coalesce(assessed.spell_support_date <= assessed.last_date, false)
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
    supported.spell_id is null
    and not coalesce(assessed.spell_support_date <= assessed.last_date, false)
    and not coalesce(
        assessed.spell_closed_date <= assessed.last_date
        and least(
            case when assessed.discharge_reason in ('complete', 'not_needed', 'moved') then assessed.discharge_date end,
            enough_before.enough_date
        ) <= assessed.last_date,
        false
    ) as is_counted,
    case
        when assessed.service is null then 'Service not recorded'
        when assessed.spell_assessed_date < assessed.spell_start_date then 'Assessed before it was referred'
        when recorders.service is null then 'Its service records no start of support'
        when assessed.last_date < recorders.first_date then 'Its service recorded no start of support yet'
        when coalesce(assessed.spell_support_date, assessed.spell_closed_date) is null
            and supported.spell_id is null
            and assessed.missing_from_date <= assessed.last_date
            then 'Open in an earlier extract, not in the newest'
        -- On the last day support may still start.
        when assessed.last_date >= least($as_at, assessed.observed_to_date) then 'Thirteen weeks not yet passed'
    end as left_out
from assessed
left join enough_before
    on assessed.spell_id = enough_before.spell_id
left join supported
    on assessed.spell_id = supported.spell_id
left join recorders
    on assessed.la_code is not distinct from recorders.la_code
    and assessed.service = recorders.service
    and assessed.provider_code is not distinct from recorders.provider_code
