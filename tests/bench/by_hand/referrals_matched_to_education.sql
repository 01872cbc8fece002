select
    date_trunc('year', r.received_date)::date as period,
    100 * count(*) filter (
        where r.person_id in (select person_id from requests)
            or r.person_id in (select person_id from plans)
            or r.person_id in (select person_id from referrals where year_group is not null or is_fsm_eligible is not null)
    ) / count(*) as figure
from referrals as r
where r.received_date <= (select min(last_date) from sources where table_name in ('referrals', 'requests', 'plans'))
group by period
