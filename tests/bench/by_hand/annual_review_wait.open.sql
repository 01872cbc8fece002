with meetings as (
    select request_id, review_meeting_date as day from annual_reviews where review_meeting_date is not null
),
clocks as (
    select request_id, day as start_date, lead(day) over (partition by request_id order by day) as next_date, true as is_review
    from meetings
    union all
    select p.request_id, p.start_date, min(m.day), false
    from plans as p
    left join meetings as m
        on p.request_id = m.request_id
    group by p.request_id, p.start_date
    having coalesce(min(m.day) > p.start_date, true)
),
alone as (
    select request_id, max(review_decided_date) as letter_date
    from annual_reviews
    where review_meeting_date is null
    group by request_id
),
spells as (
    select
        c.start_date,
        least(c.next_date, p.ceased_date) as end_date,
        case when c.next_date <= coalesce(p.ceased_date, c.next_date) then 'finished' when p.is_ceased then 'removed' end as exit,
        (c.start_date + interval 12 months)::date - c.start_date as limit_days,
        p.observed_to_date,
        p.observed_from_date
    from clocks as c
    inner join plans as p
        on c.request_id = p.request_id
    left join alone
        on c.request_id = alone.request_id
    where c.start_date is not null
        and (
            c.is_review
            or p.plan_origin = 'issued'
            or (p.plan_origin = 'before_files' and c.next_date is null)
        )
        and (
            exit = 'finished'
            or (p.ceased_date >= c.start_date and p.ceased_date >= p.appears_date)
            or (not p.is_ceased and p.missing_from_date is null and coalesce(alone.letter_date <= c.start_date, true))
        )
),
months as (
    select least((month + interval 1 month)::date - 1, (select max(observed_to_date) from plans)) as day, month::date as period
    from (
        select unnest(generate_series(
            date_trunc('month', (select min(first_date) from sources where table_name = 'plans'))::timestamp,
            (select max(observed_to_date) from plans)::timestamp,
            interval 1 month
        )) as month
    )
)
select months.period, count(*) filter (where least(months.day, spells.observed_to_date) - spells.start_date > spells.limit_days) as figure
from months
inner join spells
    on spells.start_date <= months.day
    and coalesce(spells.end_date, date '2999-12-31') > months.day
group by months.period
