select
    date_trunc('year', coalesce(rejected_date, accepted_date, first_contact_date))::date as period,
    100 * count(rejected_date) / count(*) as figure
from referrals
where coalesce(rejected_date, accepted_date, first_contact_date) is not null
group by period
