select
    date_trunc('year', review_date)::date as period,
    100 * count(*) filter (where has_attended or has_reported) / count(*) as figure
from review_contributions
where coalesce(is_invited, true) and not (has_attended is null and has_reported is null)
group by period
