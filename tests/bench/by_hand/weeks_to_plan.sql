select
    date_trunc('year', a.outcome_date)::date as period,
    sum(a.outcome_date - r.received_date) / count(*) / 7 as figure
from assessments as a
left join requests as r
    on a.request_id = r.request_id
where a.outcome = 'Y'
    and a.outcome_date is not null
    and not (a.has_mediation or a.has_tribunal or coalesce(r.has_mediation, false) or coalesce(r.has_tribunal, false))
    and a.outcome_date >= r.received_date
group by period
