-- The median of the Kaplan-Meier curve.
with placed as (
    select
        spell_accepted_date as start_date,
        coalesce(spell_contact_date, spell_closed_date) as end_date,
        case when spell_contact_date is not null then 'finished' end as exit,
        observed_to_date,
        s.standard_days
    from referrals
    left join services as s
        on coalesce(referrals.service, 'other') = s.service
    -- The first of the referrals that were open together.
    where referral_id = spell_id
        and coalesce(spell_contact_date, spell_closed_date, spell_accepted_date) >= spell_accepted_date
        and (coalesce(spell_contact_date, spell_closed_date) is not null or missing_from_date is null)
),
steps as (
    select
        date_trunc('year', start_date)::date as period,
        greatest(coalesce(end_date, observed_to_date) - start_date, 0) as days,
        count(*) as leaving,
        count(*) filter (where exit = 'finished') as finished
    from placed
    group by all
),
at_risk as (
    select *, sum(leaving) over (partition by period order by days desc) as risk
    from steps
),
curve as (
    select *, product(1 - finished / risk) over (partition by period order by days) as survival
    from at_risk
)
select period, min(days) filter (where survival <= 0.5 + 1e-12) as figure
from curve
group by period
