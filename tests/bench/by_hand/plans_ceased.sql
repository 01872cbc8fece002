select date_trunc('year', ceased_date)::date as period, count(*) as figure
from plans
where ceased_date >= greatest(observed_from_date, appears_date)
group by period
