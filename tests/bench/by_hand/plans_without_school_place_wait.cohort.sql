-- The median of the Kaplan-Meier curve.
with every_setting as (
    select request_id, placement_id, appears_date, ended_date, placement_group
    from placements
    where not is_named and placement_rank = '1'
    union all
    -- Nothing after the last: ids are hexadecimal, so this one comes after them.
    select request_id, 'z', max(greatest(placements.ended_date, placements.appears_date)) as gone_date, null, 'none'
    from placements
    inner join plans using (request_id)
    where not is_named and placement_rank = '1'
    group by request_id
    having count(*) = count(placements.ended_date) and (gone_date < max(ceased_date) or max(ceased_date) is null)
),
settings as (
    select
        request_id,
        appears_date,
        placement_group,
        coalesce(lag(placement_group) over in_order, '') <> 'none' as is_first,
        lead(placement_group) over in_order as next_group,
        lead(appears_date) over in_order as next_date
    from every_setting
    window in_order as (partition by request_id order by appears_date, placement_id)
),
without as (
    select *, sum(is_first::int) over (partition by request_id order by appears_date, next_date nulls last) as stretch
    from settings
    where placement_group = 'none'
),
stretches as (
    select
        request_id,
        min(appears_date) as began_date,
        max(next_date) filter (where next_group <> 'none') as placed_date
    from without
    group by request_id, stretch
),
spells as (
    select
        greatest(s.began_date, p.appears_date) as start_date,
        least(s.placed_date, p.ceased_date) as end_date,
        case when s.placed_date <= coalesce(p.ceased_date, s.placed_date) then 'finished' when p.is_ceased then 'removed' end
            as exit,
        p.observed_to_date,
        p.observed_from_date
    from stretches as s
    inner join plans as p
        on s.request_id = p.request_id
    where coalesce(s.placed_date >= p.appears_date, true)
        and coalesce(p.ceased_date >= s.began_date, true)
        and (
            exit = 'finished'
            or p.ceased_date is not null
            or (not p.is_ceased and p.missing_from_date is null)
        )
),
steps as (
    select
        date_trunc('year', start_date)::date as period,
        greatest(coalesce(end_date, observed_to_date) - start_date, 0) as days,
        count(*) as leaving,
        count(*) filter (where exit = 'finished') as finished
    from spells
    where start_date >= observed_from_date
    group by all
),
at_risk as (
    select *, sum(leaving) over (partition by period order by days desc) as risk
    from steps
),
curve as (
    select *, product(1 - finished / risk) over (partition by period order by days) as survival
    from at_risk
)
select period, min(days) filter (where survival <= 0.5 + 1e-12) as figure
from curve
group by period
