with seen as (select min(last_date) as day from sources where table_name in ('advice', 'requests')),
owed as (
    select request_id, adviser_service, min(requested_date) as asked_date, min(observed_to_date) as observed_to_date
    from advice
    where received_date is null and missing_from_date is null
    group by request_id, adviser_service
)
select
    date_trunc('year', seen.day)::date as period,
    100 * count(*) filter (where v.asked_date + 42 < least(v.observed_to_date, seen.day)) / count(*) as figure
from owed as v
cross join seen
inner join requests as r
    on v.request_id = r.request_id
left join assessments as a
    on r.request_id = a.request_id
where r.received_date is not null
    and r.missing_from_date is null
    and request_exit(r.decision, r.is_exported, a.outcome, a.outcome_date) is null
group by period
