with spells as (
    select
        appears_date as start_date,
        ceased_date as end_date,
        case when is_ceased then 'removed' end as exit,
        observed_to_date,
        observed_from_date
    from plans
    where (is_ceased and ceased_date >= appears_date) or (not is_ceased and missing_from_date is null)
)
select date_trunc('year', end_date)::date as period, quantile_disc(end_date - start_date, 0.5) as figure
from spells
where exit = 'finished'
group by period
