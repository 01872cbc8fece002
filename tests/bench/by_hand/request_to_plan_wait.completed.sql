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
)
select date_trunc('year', end_date)::date as period, quantile_disc(end_date - start_date, 0.5) as figure
from placed
where exit = 'finished'
group by period
