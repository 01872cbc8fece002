select date_trunc('year', received_date)::date as period, 100 * count(*) filter (where decision = 'N') / count(*) as figure
from requests
where decision <> 'H' and received_date >= observed_from_date and not (decision = 'A' and not is_exported and missing_from_date is not null)
group by period
