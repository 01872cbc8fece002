-- Number of rows; what was left out is counted beside it, by reason.
select period, breakdown, left_out, count(*) as numerator
from scoped
group by all
