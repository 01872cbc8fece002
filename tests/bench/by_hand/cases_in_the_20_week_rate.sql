select date_trunc('year', coalesce(
    case when a.outcome in ('Y', 'N', 'W') then a.outcome_date end,
    case when a.outcome is null and r.decision in ('N', 'W') then r.decided_date end,
    case
        when a.outcome in ('N', 'W') then a.outcome_known_date
        when a.outcome is null and r.decision in ('N', 'W') then r.decision_known_date
        when r.is_exported then r.exported_known_date
        when a.outcome = 'H' or (a.outcome is null and r.decision = 'H') then r.appears_date
    end,
    r.missing_from_date,
    (select max(last_date) from sources where table_name = 'requests')
))::date as period, count(*) as figure
from requests as r
left join assessments as a
    on r.request_id = a.request_id
group by period
