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
months as (
    select least((month + interval 1 month)::date - 1, (select max(observed_to_date) from plans)) as day, month::date as period
    from (
        select unnest(generate_series(
            date_trunc('month', (select min(first_date) from sources where table_name = 'plans'))::timestamp,
            (select max(observed_to_date) from plans)::timestamp,
            interval 1 month
        )) as month
    )
)
select months.period, count(*) as figure
from months
inner join spells
    on spells.start_date <= months.day
    and coalesce(spells.end_date, date '2999-12-31') > months.day
group by months.period
