select
    date_trunc('year', decided_date)::date as period,
    100 * count(*) filter (where decided_date - received_date <= 42) / count(*) as figure
from requests
where decision in ('Y', 'N') and decided_date >= greatest(observed_from_date, received_date)
group by period
