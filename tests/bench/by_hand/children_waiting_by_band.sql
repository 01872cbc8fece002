select null::date as period, count(*) as figure
from referrals
where next_received_date is null
    and chain_contact_date is null
    and (
        coalesce(rejected_date, discharge_date) is null
        or earlier_closed_date > (select max(last_date) from sources where table_name = 'referrals')
    )
    and missing_from_date is null
