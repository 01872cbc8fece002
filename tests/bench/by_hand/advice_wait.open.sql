with cases as (
    select
        r.request_id,
        request_ended_date(r.decision, r.decided_date, r.is_exported, a.outcome, a.outcome_date) as ended_date,
        request_exit(r.decision, r.is_exported, a.outcome, a.outcome_date) as case_exit
    from requests as r
    left join assessments as a
        on r.request_id = a.request_id
),
placed as (
    select
        d.requested_date as start_date,
        coalesce(d.received_date <= c.ended_date, d.received_date is not null and c.ended_date is null) as has_come,
        case when has_come then d.received_date when c.ended_date is not null then greatest(c.ended_date, d.requested_date) end as end_date,
        case when has_come then 'finished' end as exit,
        d.observed_to_date
    from advice as d
    left join cases as c
        on d.request_id = c.request_id
    where d.received_date is not null
        or c.ended_date is not null
        or (c.case_exit is null and d.missing_from_date is null)
),
months as (
    select least((month + interval 1 month)::date - 1, (select max(observed_to_date) from placed)) as day, month::date as period
    from (
        select unnest(generate_series(
            date_trunc('month', (select min(first_date) from sources where table_name = 'advice'))::timestamp,
            (select max(observed_to_date) from placed)::timestamp,
            interval 1 month
        )) as month
    )
)
select
    months.period,
    count(*) filter (where least(months.day, placed.observed_to_date) - placed.start_date > 42) as figure
from months
inner join placed
    on placed.start_date <= months.day
    and coalesce(placed.end_date, date '2999-12-31') > months.day
group by months.period
