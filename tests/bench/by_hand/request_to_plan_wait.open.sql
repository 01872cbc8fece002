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
months as (
    select least((month + interval 1 month)::date - 1, (select max(observed_to_date) from placed)) as day, month::date as period
    from (
        select unnest(generate_series(
            date_trunc('month', (select min(first_date) from sources where table_name = 'requests'))::timestamp,
            (select max(observed_to_date) from placed)::timestamp,
            interval 1 month
        )) as month
    )
)
select
    months.period,
    count(*) filter (where least(months.day, placed.observed_to_date) - placed.start_date > 140) as figure
from months
inner join placed
    on placed.start_date <= months.day
    and coalesce(placed.end_date, date '2999-12-31') > months.day
group by months.period
