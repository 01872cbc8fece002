-- Sum over sum, never a mean of ratios; people is the number that protects it.
select
    period,
    breakdown,
    left_out,
    count(*) as rows,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    sum(people)::bigint as people
from scoped
group by all
