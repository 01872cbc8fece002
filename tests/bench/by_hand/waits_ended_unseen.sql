select date_trunc('year', greatest(least(rejected_date, discharge_date), earlier_closed_date))::date as period, count(*) as figure
from referrals
where next_received_date is null
    and chain_contact_date is null
    and (rejected_date is not null or discharge_date is not null)
    -- Far ahead while an earlier one is open.
    and coalesce(earlier_closed_date < date '2999-12-31', true)
group by period
