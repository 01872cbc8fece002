with marks as (
    select appeal_known_date as day, observed_from_date from requests where has_mediation and decision <> 'Y'
    union all
    select appeal_known_date, observed_from_date from requests where has_tribunal and decision <> 'Y'
    union all
    select a.outcome_known_date, r.observed_from_date
    from assessments as a
    inner join requests as r
        on a.request_id = r.request_id
    where a.has_mediation
    union all
    select a.outcome_known_date, r.observed_from_date
    from assessments as a
    inner join requests as r
        on a.request_id = r.request_id
    where a.has_tribunal
)
select date_trunc('year', day)::date as period, count(*) as figure
from marks
where day >= observed_from_date
group by period
