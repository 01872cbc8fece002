select date_trunc('year', appears_date)::date as period, count(*) as figure
from plans
where plan_origin <> 'before_files' and appears_date >= observed_from_date
    and not (plan_origin = 'not_known' and coalesce(start_date < observed_from_date, false))
group by period
