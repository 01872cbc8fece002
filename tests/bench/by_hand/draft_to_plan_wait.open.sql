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
months as (
    select least((month + interval 1 month)::date - 1, newest.day) as day, month::date as period
    from (select max(last_date) as day, min(first_date) as first from sources where table_name = 'case_events') as newest,
        unnest(generate_series(date_trunc('month', newest.first)::timestamp, newest.day::timestamp, interval 1 month)) as listed (month)
)
select
    months.period,
    count(*) filter (where least(months.day, placed.observed_to_date) - placed.start_date > 28) as figure
from months
inner join placed
    on placed.start_date <= months.day
    and coalesce(placed.end_date, date '2999-12-31') > months.day
group by months.period
