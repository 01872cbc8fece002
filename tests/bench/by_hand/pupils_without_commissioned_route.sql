with told as (
    select
        roll.census_date,
        roll.roll_id,
        coalesce(
            bool_or(
                routes.is_commissioned
                and coalesce(routes.from_date <= roll.census_date, true)
                and coalesce(routes.to_date >= roll.census_date, true)
            ),
            false
        ) as has_route
    from (select distinct census_date, roll_id, need_type from roll where sen_provision in ('K', 'A', 'P', 'E', 'S')) as roll
    inner join commissioned_routes as routes on roll.need_type = routes.need_type
    where routes.snapshot_date = (
        select max(snapshot_date) from commissioned_routes where snapshot_date <= roll.census_date
    )
    group by all
)
select
    make_date(year(census_date) - (month(census_date) < 9)::integer, 9, 1) as period,
    100 * count(*) filter (where not has_route) / count(*) as figure
from told
group by period
