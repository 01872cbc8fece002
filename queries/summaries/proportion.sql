-- Weight of the rows that count, out of the weight of all. One left out is told as what it stands for, and at least as one.
select
    period,
    breakdown,
    left_out,
    sum(greatest(weight, 1))::bigint as rows,
    coalesce(sum(weight) filter (where is_counted), 0)::bigint as numerator,
    sum(weight)::bigint as denominator,
    bool_and(is_published) as is_published
from scoped
group by all
