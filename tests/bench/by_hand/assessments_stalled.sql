with seen as (select max(last_date) as to_date from sources where table_name = 'requests'),
told as (
    select request_id, max(greatest(requested_date, received_date)) as last_date
    from advice
    group by request_id
),
noted as (select request_id, max(event_date) as last_date from case_events group by request_id)
select
    (select date_trunc('year', to_date)::date from seen) as period,
    100 * count(*) filter (where seen.to_date - greatest(r.received_date, r.decided_date, told.last_date, noted.last_date) >= 28) / count(*)
        as figure
from requests as r
cross join seen
left join assessments as a
    on r.request_id = a.request_id
left join told
    on r.request_id = told.request_id
left join noted
    on r.request_id = noted.request_id
where r.received_date is not null
    and r.missing_from_date is null
    and request_exit(r.decision, r.is_exported, a.outcome, a.outcome_date) is null
