select null::date as period, sum(greatest(least((select max(observed_to_date) from referrals), observed_to_date) - chain_start_date - s.standard_days, 0)) / count(*) as figure
from referrals
left join services as s
    on coalesce(referrals.service, 'other') = s.service
where next_received_date is null
    and chain_contact_date is null
    and coalesce(rejected_date, discharge_date) is null
    and missing_from_date is null
