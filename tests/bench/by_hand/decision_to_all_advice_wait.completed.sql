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
advised as (
    select
        c.request_id,
        bool_and(coalesce(d.received_date <= coalesce(c.ended_date, date '2999-12-31'), false)) as is_in,
        bool_or(d.received_date is null and d.missing_from_date is not null) as is_lost,
        max(d.received_date) as last_date,
        min(d.observed_to_date) as advice_to_date
    from cases as c
    inner join advice as d
        on c.request_id = d.request_id
        and d.requested_date <= coalesce(c.ended_date, date '2999-12-31')
    group by c.request_id
),
placed as (
    select
        decided_date as start_date,
        case when is_in then greatest(last_date, decided_date) else ended_date end as end_date,
        case when is_in then 'finished' when ended_date is not null then 'removed' end as exit,
        least(observed_to_date, advice_to_date) as observed_to_date,
        observed_from_date
    from cases
    inner join advised using (request_id)
    where decision = 'Y'
        and case_exit is distinct from 'historical'
        and decided_date is not null
        and (is_in or ended_date >= decided_date or (case_exit is null and missing_from_date is null and not is_lost))
)
select date_trunc('year', end_date)::date as period, quantile_disc(end_date - start_date, 0.5) as figure
from placed
where exit = 'finished'
group by period
