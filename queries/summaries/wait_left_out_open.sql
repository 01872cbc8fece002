-- What would be waiting at the end of the last period, but cannot be placed, by reason.
select left_out, count(*) as rows
from scoped
where left_out is not null
    and coalesce(start_date <= $until, true)
    and coalesce(end_date > least($until::date, $newest::date), true)
group by left_out
