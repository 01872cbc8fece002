select
    date_trunc('year', r.received_date)::date as period,
    count(distinct (r.request_id, f.service)) as figure
from requests as r
inner join referrals as f
    on r.person_id = f.person_id and f.service is not null
where r.received_date >= r.observed_from_date
    and not (r.decision = 'A' and not r.is_exported and r.missing_from_date is not null)
    and r.received_date >= (select min(received_date) from referrals) + interval 12 months
    and greatest(r.received_date, f.received_date)
        <= (select min(last_date) from sources where table_name in ('referrals', 'requests'))
group by period
