select
    date_trunc('year', due_date)::date as period,
    100 * count(*) filter (where final_date <= due_date) / count(*) as figure
from phase_transfers
where due_date <= known_to
group by period
