select date_trunc('year', spell_start_date)::date as period, count(*) as figure
from referrals
where referral_id = spell_id
    and (spell_closed_date is not null or missing_from_date is null)
group by period
