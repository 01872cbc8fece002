select
    (select date_trunc('year', max(last_date))::date from sources where table_name = 'referrals') as period,
    sum(greatest(observed_to_date - chain_start_date - s.standard_days, 0)) / count(*) as figure
from referrals
left join services as s
    on coalesce(referrals.service, 'other') = s.service
where next_received_date is null
    and chain_contact_date is null
    and (
        coalesce(rejected_date, discharge_date) is null
        or earlier_closed_date > (select max(last_date) from sources where table_name = 'referrals')
    )
    and missing_from_date is null
