/*
Who waited at some time of the $year_weeks up to $last_day, and when each left by then: the stays from which it is read
to whom first appointments go.
*/
select
    start_date,
    case when end_date <= $last_day then greatest(end_date, start_date) end as end_date,
    coalesce(exit = 'finished' and end_date <= $last_day, false) as is_seen
from scoped
where left_out is null
    and start_date <= $last_day
    and coalesce(end_date > $last_day::date - 7 * $year_weeks::integer, true)
-- In an order of their own, so that the same rows are read alike.
order by all
