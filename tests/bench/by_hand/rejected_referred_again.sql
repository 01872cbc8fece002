with newest as (select max(last_date) as day from sources where table_name = 'referrals'),
rejected as (
    select
        r.*,
        exists (
            from referrals as o
            where o.person_id = r.person_id and o.service = r.service and o.referral_id <> r.referral_id
                and o.received_date < r.rejected_date
                and coalesce(coalesce(least(o.rejected_date, o.discharge_date), o.missing_from_date) > r.rejected_date, true)
        ) as is_beside,
        exists (
            from referrals as o
            where o.person_id = r.person_id and o.service = r.service and o.referral_id <> r.referral_id
                and o.received_date between r.rejected_date and r.rejected_date + interval 12 months
        ) as is_back
    from referrals as r
    where r.rejected_date is not null and r.first_contact_date is null and r.service is not null
)
select
    date_trunc('year', rejected_date)::date as period,
    100 * count(*) filter (where is_back) / count(*) as figure
from rejected
cross join newest
where not is_beside
    and rejected_date + interval 12 months < least(newest.day, observed_to_date)
group by period
