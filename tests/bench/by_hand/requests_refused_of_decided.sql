select date_trunc('year', received_date)::date as period, 100 * count(*) filter (where decision = 'N') / count(*) as figure
from requests
where decision in ('Y', 'N') and received_date >= observed_from_date
group by period
