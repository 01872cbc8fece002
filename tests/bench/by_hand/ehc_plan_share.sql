select
    make_date(year(census_date) - (month(census_date) < 9)::integer, 9, 1) as period,
    100 * count(*) filter (where sen_provision in ('E', 'S')) / count(*) as figure
from roll
group by period
