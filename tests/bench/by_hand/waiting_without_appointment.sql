with silent as (
    select provider_code, service
    from referrals
    group by all
    having count(first_offer_date) = 0 and count(first_contact_date) > 0
)
select
    (select date_trunc('year', max(last_date))::date from sources where table_name = 'referrals') as period,
    100 * count(*) filter (where r.spell_offer_date is null) / count(*) as figure
from referrals as r
where r.next_received_date is null
    and r.chain_contact_date is null
    and r.missing_from_date is null
    and (
        (r.rejected_date is null and r.discharge_date is null)
        or r.earlier_closed_date > (select max(last_date) from sources where table_name = 'referrals')
    )
    and not exists (
        from silent as s
        where s.service is not distinct from r.service and s.provider_code is not distinct from r.provider_code
    )
