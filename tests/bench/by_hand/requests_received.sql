select date_trunc('year', received_date)::date as period, count(*) as figure
from requests
where (decision <> 'H' or decision_known_date is not null)
    and received_date >= observed_from_date
    and not (decision = 'A' and not is_exported and missing_from_date is not null)
group by period
