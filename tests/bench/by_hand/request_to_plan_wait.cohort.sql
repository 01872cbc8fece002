-- The median of the Kaplan-Meier curve.
with placed as (
    select
        r.received_date as start_date,
        request_ended_date(r.decision, r.decided_date, r.is_exported, a.outcome, a.outcome_date) as end_date,
        request_exit(r.decision, r.is_exported, a.outcome, a.outcome_date) as exit,
        r.observed_to_date,
        r.observed_from_date
    from requests as r
    left join assessments as a
        on r.request_id = a.request_id
    where r.received_date is not null
        and exit is distinct from 'historical'
        and (r.missing_from_date is null or exit is not null)
        and (exit is null or end_date >= r.received_date)
),
steps as (
    select
        date_trunc('year', start_date)::date as period,
        greatest(coalesce(end_date, observed_to_date) - start_date, 0) as days,
        count(*) as leaving,
        count(*) filter (where exit = 'finished') as finished
    from placed
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
