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
placed as (
    select
        received_date as start_date,
        case when decision in ('Y', 'N', 'W') then decided_date end as end_date,
        case when decision in ('Y', 'N') then 'finished' when decision = 'W' then 'withdrawn' end as exit,
        observed_to_date,
        observed_from_date
    from cases
    where received_date is not null
        and decision <> 'H'
        and (decided_date >= received_date or (decision = 'A' and not is_assessed and not is_exported and missing_from_date is null))
)
select date_trunc('year', end_date)::date as period, quantile_disc(end_date - start_date, 0.5) as figure
from placed
where exit = 'finished'
group by period
