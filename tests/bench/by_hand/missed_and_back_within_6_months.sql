with newest as (select max(last_date) as day from sources where table_name = 'referrals'),
missed as (
    select *
    from referrals
    where (spell_closed_date is not null or spell_missing_from_date is not null)
        and discharge_date is not null
        and rejected_date is null
        and service is not null
    qualify row_number() over (
        partition by spell_id
        order by
            discharge_date desc,
            case when discharge_reason = 'was_not_brought' then 1 when discharge_reason is not null then 2 else 3 end,
            received_date desc,
            referral_id desc
    ) = 1
        and discharge_reason = 'was_not_brought'
),
followed as (
    select
        m.*,
        exists (
            from referrals as o
            where o.person_id = m.person_id and o.service = m.service and o.referral_id <> m.referral_id
                and o.received_date < m.discharge_date
                and (o.rejection_reason is null or o.rejection_reason <> 'duplicate')
                and coalesce(coalesce(least(o.rejected_date, o.discharge_date), o.missing_from_date) > m.discharge_date, true)
        ) as is_beside,
        exists (
            from referrals as o
            where o.person_id = m.person_id and o.service = m.service and o.referral_id <> m.referral_id
                and o.received_date between m.discharge_date and m.discharge_date + interval 6 months
        ) as is_back
    from missed as m
)
select
    date_trunc('year', discharge_date)::date as period,
    100 * count(*) filter (where is_back) / count(*) as figure
from followed
cross join newest
where not is_beside
    and discharge_date + interval 6 months < least(newest.day, observed_to_date)
group by period
