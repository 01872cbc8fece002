select date_trunc('year', appears_date)::date as period, count(*) as figure
from plans
where plan_origin <> 'before_files' and appears_date >= observed_from_date
group by period
