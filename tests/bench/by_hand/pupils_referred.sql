with asked as (select max(last_date) as day from sources where table_name = 'referrals'),
ends as (
    select provider_code, service, min(received_date) as first_date, max(observed_to_date) as last_date
    from referrals
    group by all
),
newest as (
    select least(asked.day, min(ends.last_date)) as day
    from asked
    cross join ends
    where ends.last_date > (select max(last_date) from ends) - interval 12 months
    group by asked.day
    having min(ends.first_date) + interval 12 months <= least(asked.day, min(ends.last_date))
)
select
    date_trunc('year', asked.day)::date as period,
    100 * count(*) filter (
        where person_id in (
            select person_id from referrals, newest
            where received_date > newest.day - interval 12 months and received_date <= newest.day
        )
    ) / count(*) as figure
from roll
cross join asked
cross join newest
where census_date = (select max(census_date) from roll, asked where census_date <= asked.day)
group by period
