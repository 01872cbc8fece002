-- The median of the Kaplan-Meier curve.
with spells as (
    select
        appears_date as start_date,
        ceased_date as end_date,
        case when is_ceased then 'removed' end as exit,
        observed_to_date,
        observed_from_date
    from plans
    where (is_ceased and ceased_date >= appears_date) or (not is_ceased and missing_from_date is null)
),
steps as (
    select
        date_trunc('year', start_date)::date as period,
        greatest(coalesce(end_date, observed_to_date) - start_date, 0) as days,
        count(*) as leaving,
        count(*) filter (where exit = 'finished') as finished
    from spells
    where start_date >= observed_from_date
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
