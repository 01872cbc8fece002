-- Everyone waiting at the end of each period, each observed no further than the file that last held them.
with waiting as (
    select
        calendar.period,
        scoped.breakdown,
        scoped.limit_days,
        greatest(least(calendar.period_end, scoped.known_to) - scoped.start_date, 0) as days
    from calendar
    inner join scoped
        on scoped.start_date <= calendar.period_end
        and coalesce(scoped.end_date, date '2999-12-31') > calendar.period_end
    where scoped.left_out is null
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
from waiting
group by all
