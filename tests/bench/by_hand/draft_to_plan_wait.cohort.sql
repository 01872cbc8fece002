-- The median of the Kaplan-Meier curve.
with cases as (
    select
        r.*,
        a.request_id is not null as is_assessed,
        request_ended_date(r.decision, r.decided_date, r.is_exported, a.outcome, a.outcome_date) as ended_date,
        request_exit(r.decision, r.is_exported, a.outcome, a.outcome_date) as case_exit
    from requests as r
    left join assessments as a
        on r.request_id = a.request_id
),
drafts as (
    select request_id, min(event_date) as draft_date
    from case_events
    where event = 'draft_sent'
    group by request_id
),
placed as (
    select draft_date as start_date, ended_date as end_date, case_exit as exit, observed_to_date, observed_from_date
    from cases
    inner join drafts using (request_id)
    where case_exit is distinct from 'historical'
        and coalesce(ended_date >= draft_date, true)
        and (ended_date is not null or (case_exit is null and missing_from_date is null))
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
