-- Weight of the rows that count, out of the weight of all.
select
    period,
    breakdown,
    left_out,
    count(*) as rows,
    coalesce(sum(weight) filter (where is_counted), 0)::bigint as numerator,
    sum(weight)::bigint as denominator,
    bool_and(is_published) as is_published
from scoped
group by all
