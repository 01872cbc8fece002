-- What is in no view, by reason.
select left_out, count(*) as rows
from scoped
where left_out is not null
    and coalesce(start_date >= $from, true)
    and coalesce(start_date <= $until, true)
group by left_out
