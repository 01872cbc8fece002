select
    date_trunc('year', a.outcome_date)::date as period,
    100 * count(*) filter (where a.outcome_date - r.received_date > 364) / count(*) as figure
from assessments as a
left join requests as r
    on a.request_id = r.request_id
where a.outcome = 'Y'
    and a.outcome_date is not null
    and not (a.has_mediation or a.has_tribunal or coalesce(r.has_mediation, false) or coalesce(r.has_tribunal, false))
group by period
