with newest as (select max(last_date) as day from sources where table_name = 'referrals')
select
    date_trunc('year', newest.day)::date as period,
    100 * count(*) filter (
        where person_id in (
            select person_id from referrals, newest
            where received_date > newest.day - interval 12 months and received_date <= newest.day
        )
    ) / count(*) as figure
from roll
cross join newest
where census_date = (select max(census_date) from roll, newest where census_date <= newest.day)
group by period
