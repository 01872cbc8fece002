select date_trunc('year', received_date)::date as period, count(*) as figure
from requests
where decision <> 'H' and received_date >= observed_from_date
group by period
