with days as (
    select census_date, max(snapshot_date) as snapshot_date
    from (select distinct census_date from roll) as censuses
    inner join commissioned_routes on snapshot_date <= census_date
    group by census_date
),
needs as (
    select
        days.census_date,
        routes.need_type,
        bool_or(
            routes.is_commissioned
            and coalesce(routes.from_date <= days.census_date, true)
            and coalesce(routes.to_date >= days.census_date, true)
        ) as has_route
    from days
    inner join commissioned_routes as routes on days.snapshot_date = routes.snapshot_date
    group by days.census_date, routes.need_type
)
select
    make_date(year(roll.census_date) - (month(roll.census_date) < 9)::integer, 9, 1) as period,
    100 * count(*) filter (where not needs.has_route) / count(*) as figure
from roll
inner join needs on roll.census_date = needs.census_date and roll.need_type = needs.need_type
where roll.sen_provision in ('K', 'A', 'P', 'E', 'S')
group by period
