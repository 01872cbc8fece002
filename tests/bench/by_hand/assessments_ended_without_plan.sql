select
    date_trunc('year', a.outcome_date)::date as period,
    100 * count(*) filter (where a.outcome = 'N') / count(*) as figure
from assessments as a
left join requests as r
    on a.request_id = r.request_id
where a.outcome in ('Y', 'N')
    and a.outcome_date is not null
group by period
