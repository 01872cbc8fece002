-- The median of the Kaplan-Meier curve.
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
