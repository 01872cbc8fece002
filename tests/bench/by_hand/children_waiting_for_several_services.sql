with children as (
    select person_id, count(distinct service) as services
    from referrals
    where next_received_date is null
        and chain_contact_date is null
        and missing_from_date is null
        and (
            (rejected_date is null and discharge_date is null)
            or earlier_closed_date > (select max(last_date) from sources where table_name = 'referrals')
        )
    group by person_id
)
select
    (select date_trunc('year', max(last_date))::date from sources where table_name = 'referrals') as period,
    100 * count(*) filter (where services > 1) / count(*) as figure
from children
