/*
What came, by the newest day, of the cases open on each of some days, and of the
plans issued after it: those whose twentieth week ended within the horizon, by
stage and days of age on that day, and how many were then still open; and the
plans issued within the horizon, with how many were in time.
*/
with placed as (
    select *
    from journeys
    where left_out is null
),
days as (
    select unnest($days::date[]) as day
)
select
    'passing' as what,
    day,
    case when assessed_date is null or assessed_date > day then 'undecided' else 'in_assessment' end as stage,
    (day - start_date)::integer as place,
    count(*) as rows,
    count(*) filter (where end_date is null or end_date - start_date > limit_days) as happened
from placed
inner join days
    on start_date <= day
    and start_date + limit_days between day and day + $horizon::integer - 1
    and coalesce(end_date > day, true)
group by all
union all by name
select
    'issued' as what,
    day,
    count(*) as rows,
    count(*) filter (where end_date - start_date <= limit_days) as happened
from placed
inner join days
    on end_date between day + 1 and day + $horizon::integer
where exit = 'finished'
    and not is_dropped
group by all
