-- The median of the Kaplan-Meier curve.
with placed as (
    select
        chain_start_date as start_date,
        coalesce(spell_support_date, spell_closed_date) as end_date,
        case when spell_support_date is not null then 'finished' end as exit,
        observed_to_date
    from referrals
    where next_received_date is null
        and coalesce(spell_support_date >= chain_start_date, true)
        and (coalesce(spell_support_date, spell_closed_date) is not null or missing_from_date is null)
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
