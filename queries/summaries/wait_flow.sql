/*
The queue of each group week by week, Monday to Sunday: who joined, who was seen,
who left otherwise, and who waits when the week ends. From the first week of the
group's files, and at most $weeks_carried, to the last whole one that all of them
tell: where they end on different days, the earliest counts. What came before is
in the week before the first, so that each queue is the one before it and what
joined, less what left. Beside it, of those waiting when the last week ends, how
long they have waited, and of those who left in the last $year_weeks, how long
they had; and what is in none of it, by reason.
*/
with files as (
    select
        breakdown,
        la_code,
        max(limit_days) as limit_days,
        min(start_date) as first_start,
        max(known_to) as told_to
    from told
    group by all
    having bool_or(is_chosen)
),
spans as (
    select
        breakdown,
        max(limit_days) as limit_days,
        greatest(min(first_start), $begins) as files_begin,
        coalesce(min(told_to) filter (where la_code is not null), max(told_to)) as told_to
    from files
    group by breakdown
),
weeks as (
    select
        *,
        told_to - isodow(told_to)::integer % 7 as last_day,
        greatest(
            files_begin + (8 - isodow(files_begin)::integer) % 7,
            told_to - isodow(told_to)::integer % 7 - 7 * $weeks_carried::integer + 1
        ) as first_day
    from spans
),
whole as materialized (
    select *, row_number() over (order by breakdown)::integer as place
    from weeks
    where first_day < last_day and breakdown <> 'unknown'
),
stays as materialized (
    select
        -- By number: words take longer to sort into groups.
        whole.place,
        (greatest(scoped.start_date - whole.first_day, -7) + 7) // 7 - 1 as joined_week,
        case when scoped.end_date <= whole.last_day
            -- Whoever left before they came is left out by the measure; of others no stay is shorter than none.
            then (greatest(scoped.end_date, scoped.start_date) - whole.first_day) // 7
        end as left_week,
        (whole.last_day - whole.first_day) // 7 as last_week,
        scoped.exit = 'finished' as is_seen,
        greatest(
            case when scoped.end_date <= whole.last_day
                then scoped.end_date
                else least(whole.last_day, scoped.known_to)
            end - scoped.start_date,
            0
        ) as days,
        scoped.known_to < whole.last_day as is_older
    from scoped
    inner join whole on scoped.breakdown = whole.breakdown
    where scoped.left_out is null
        and scoped.start_date <= whole.last_day
        -- Whoever came and left before the first week changes nothing in it.
        and (
            scoped.end_date is null
            or scoped.end_date >= whole.first_day
            or scoped.start_date >= whole.first_day
        )
),
events as (
    select place, joined_week as week, count(*) as joined, 0 as seen, 0 as others
    from stays
    group by all
    union all by name
    select
        place,
        left_week as week,
        count(*) filter (where is_seen) as seen,
        count(*) filter (where not is_seen) as others
    from stays
    where left_week is not null
    group by all
),
calendar as (
    select *, unnest(range(-1, ((last_day - first_day) // 7 + 1)::integer)) as week from whole
),
counted as (
    select
        calendar.place,
        calendar.breakdown,
        calendar.week,
        calendar.first_day + (7 * calendar.week)::integer as starts,
        calendar.told_to,
        calendar.limit_days,
        coalesce(sum(events.joined), 0)::integer as joined,
        coalesce(sum(events.seen), 0)::integer as seen,
        coalesce(sum(events.others), 0)::integer as others
    from calendar
    left join events
        on calendar.place = events.place
        and calendar.week = events.week
    group by all
),
queued as (
    select
        *,
        (sum(joined - seen - others) over (partition by place order by week))::integer as waiting
    from counted
)
select 'week' as what, * exclude (week) from queued where week >= 0
union all by name
select
    'waits' as what,
    place,
    days,
    count(*) as rows,
    -- Their own file ends before the last week does, so that they may have left since.
    count(*) filter (where is_older) as older
from stays
where left_week is null
group by all
union all by name
select 'left' as what, place, days, count(*) as rows
from stays
where left_week > last_week - $year_weeks
group by all
union all by name
select
    'left_out' as what,
    scoped.breakdown,
    coalesce(scoped.left_out, 'Not known which') as left_out,
    count(*) as rows
from scoped
left join whole on scoped.breakdown = whole.breakdown
where (scoped.left_out is not null or scoped.breakdown = 'unknown')
    and coalesce(greatest(scoped.end_date, scoped.start_date) >= whole.first_day, true)
    and coalesce(scoped.start_date <= whole.last_day, true)
group by all
