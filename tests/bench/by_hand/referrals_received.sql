select date_trunc('year', received_date)::date as period, count(*) as figure
from referrals
group by period
