/*
What an outlook is worked out from, in counts: who came to be at risk and who
left it, and how, by stage and day of age; open cases by stage and day of age;
and requests of the last year. A spell is the time a request is undecided, or in
assessment. It is at risk on the days after it began, up to the day it ended or
was last seen, and not before the files begin: who had ended by then is not in
them. Time is cut into slices back from $as_at, and each further back weighs
less, by half for every $half_life days. Who enters on a day is at risk from the
next, so that those at risk on a day are all who entered before it, less those
who left before it.
*/
with placed as (
    select *, least($as_at, known_to) as seen_to
    from journeys
    where left_out is null
        and start_date <= least($as_at, known_to)
        -- What ended before the first slice begins is in none of the counts.
        and coalesce(end_date > $as_at - $slices::integer * $slice_days::integer, true)
),
spells as (
    select
        'undecided' as stage,
        start_date,
        limit_days,
        observed_from_date,
        start_date as from_date,
        coalesce(assessed_date, end_date, seen_to) as to_date,
        case when assessed_date is not null then 'onward' when end_date is not null then 'out' end as ended_by
    from placed
    union all by name
    select
        'in_assessment' as stage,
        start_date,
        limit_days,
        observed_from_date,
        assessed_date as from_date,
        coalesce(end_date, seen_to) as to_date,
        case when exit = 'finished' then 'onward' when end_date is not null then 'out' end as ended_by
    from placed
    where assessed_date is not null
),
sliced as (
    select
        stage,
        start_date,
        limit_days,
        to_date,
        ended_by,
        greatest(from_date, observed_from_date - 1) as from_date,
        unnest(
            range(
                greatest(($as_at - to_date) // $slice_days::integer, 0),
                least(($as_at - from_date) // $slice_days::integer + 1, $slices::integer)
            )
        ) as slice
    from spells
),
seen as (
    select
        stage,
        (greatest(from_date, $as_at - $slice_days::integer * (slice + 1)::integer) - start_date)::integer as enters,
        (least(to_date, $as_at - $slice_days::integer * slice::integer) - start_date)::integer as leaves,
        case when to_date <= $as_at - $slice_days::integer * slice::integer then ended_by end as ended_by,
        -- In whole millionths, whose sum is the same in any order.
        round(1000000 * pow(0.5, $slice_days * slice / $half_life))::bigint as weight,
        round(1000000 * pow(0.5, $slice_days * slice / $half_life_late))::bigint as late_weight,
        case when to_date - start_date > limit_days then late_weight else weight end as own_weight
    from sliced
)
select
    'enters' as what,
    stage,
    enters as place,
    false as is_dropped,
    sum(weight)::bigint as weight,
    sum(late_weight)::bigint as late_weight,
    0::bigint as onward,
    0::bigint as out,
    0 as rows
from seen
where enters < leaves
group by all
union all by name
select
    'leaves' as what,
    stage,
    leaves as place,
    sum(weight)::bigint as weight,
    sum(late_weight)::bigint as late_weight,
    coalesce(sum(own_weight) filter (where ended_by = 'onward'), 0)::bigint as onward,
    coalesce(sum(own_weight) filter (where ended_by = 'out'), 0)::bigint as out,
    count(*) filter (where ended_by = 'out' or (ended_by = 'onward' and stage = 'in_assessment')) as rows
from seen
where enters < leaves
group by all
union all by name
select
    'open' as what,
    case when assessed_date is null then 'undecided' else 'in_assessment' end as stage,
    (seen_to - start_date)::integer as place,
    is_dropped,
    count(*) as rows
from placed
where end_date is null
group by all
union all by name
select
    'received' as what,
    -- Over so many days as the files speak for.
    least($year_days::integer, max($as_at - observed_from_date) + 1)::integer as place,
    count(*) filter (
        where start_date > $as_at - $year_days::integer
            and start_date >= observed_from_date
    ) as rows
from placed
