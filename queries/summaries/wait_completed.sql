-- Waits that ended with what was waited for, counted when they ended.
with finished as (
    select end_period as period, breakdown, limit_days, end_date - start_date as days
    from scoped
    where exit = 'finished'
        and left_out is null
        and end_date between coalesce($from, date '0001-01-01') and $until
)
select
    period,
    breakdown,
    count(*) as count,
    quantile_disc(days, 0.5) as median_days,
    quantile_disc(days, 0.92) as p92_days,
    max(days) as longest_days,
    -- Where nothing has a limit, nothing is within or over one.
    case when count(limit_days) > 0 then count(*) filter (where days <= limit_days) end as within_limit,
    case when count(limit_days) > 0 then count(*) filter (where days > limit_days) end as over_limit,
    case when count(limit_days) > 0 then 100 * count(*) filter (where days <= limit_days) / count(*) end as value,
    null::double as low,
    null::double as high,
    null::double as incidence,
    case when count(limit_days) > 0 then '' else 'x' end as symbol
from finished
group by all
