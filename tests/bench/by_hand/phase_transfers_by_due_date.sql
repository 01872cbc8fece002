select
    date_trunc('year', due_date)::date as period,
    100 * count(*) filter (
        where final_date < due_date
            or (final_date = due_date and strftime(due_date, '%m-%d') not in ('02-15', '03-31'))
    ) / count(*) as figure
from phase_transfers
where due_date <= known_to
group by period
