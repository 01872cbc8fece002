select
    date_trunc('year', received_date)::date as period,
    100 * count(*) filter (where decision in ('Y', 'N') and decided_date - received_date <= 42) / count(*) as figure
from requests
where decision not in ('H', 'W')
    and received_date >= observed_from_date
    and not (decision = 'A' and is_exported)
    and received_date + 42 < observed_to_date
    and coalesce(decided_date >= received_date, true)
    and not (decision = 'A' and missing_from_date is not null)
group by period
