select
    date_trunc('year', appointment_date)::date as period,
    100 * count(*) filter (where attendance = 'was_not_brought') / count(*) as figure
from appointments
where attendance in ('attended', 'was_not_brought')
    and (kind is null or kind <> 'triage')
    and appointment_date <= (select max(last_date) from sources where table_name = 'appointments')
group by period
