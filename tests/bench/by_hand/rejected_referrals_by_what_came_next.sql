select
    date_trunc('year', rejected_date)::date as period,
    count(*) as figure
from referrals
where rejected_date is not null and first_contact_date is null and service is not null
group by period
