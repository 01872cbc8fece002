select
    date_trunc('year', a.outcome_date)::date as period,
    100 * count(*) filter (where a.outcome_date - r.received_date between 0 and 112) / count(*) as figure
from assessments as a
left join requests as r
    on a.request_id = r.request_id
where a.outcome = 'N'
    and a.outcome_date is not null
group by period
