/*
Everyone who started in a period, each observed to the day they left or were last
seen. Shared by the cohort view and the curve.
*/
select
    start_period as period,
    breakdown,
    limit_days,
    greatest(coalesce(end_date, known_to) - start_date, 0) as days,
    case when end_date is not null then exit end as exit,
    known_to - start_date as could_follow_days
from scoped
where left_out is null
    and start_date between coalesce($from, date '0001-01-01') and $until
