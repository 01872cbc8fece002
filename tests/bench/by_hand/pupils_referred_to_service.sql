with asked as (select max(last_date) as day from sources where table_name = 'referrals'),
ends as (
    select service, provider_code, min(received_date) as first_date, max(observed_to_date) as last_date
    from referrals
    group by all
),
services as (
    select ends.service, least(min(asked.day), min(ends.last_date)) as day
    from ends
    cross join asked
    where ends.last_date > (select max(other.last_date) from ends as other where other.service = ends.service)
        - interval 12 months
    group by ends.service
    having min(ends.first_date) + interval 12 months <= least(min(asked.day), min(ends.last_date))
),
pupils as (
    select roll.person_id
    from roll
    cross join asked
    where census_date = (select max(census_date) from roll, asked where census_date <= asked.day)
)
select
    date_trunc('year', asked.day)::date as period,
    100 * (
        select count(distinct (referrals.person_id, referrals.service))
        from referrals
        inner join services using (service)
        semi join pupils on referrals.person_id = pupils.person_id
        where received_date > services.day - interval 12 months and received_date <= services.day
    ) / ((select count(*) from pupils) * (select count(*) from services)) as figure
from asked
