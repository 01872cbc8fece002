with newest as (select max(last_date) as day from sources where table_name = 'referrals'),
missed as (
    select *
    from referrals
    where spell_closed_date is not null
        and rejected_date is null
        and service is not null
    qualify row_number() over (partition by spell_id order by discharge_date desc, referral_id desc) = 1
        and spell_closed_date = discharge_date
        and discharge_reason = 'was_not_brought'
),
followed as (
    select
        m.*,
        exists (
            from referrals as o
            where o.person_id = m.person_id and o.service = m.service and o.spell_id <> m.spell_id
                and o.received_date < m.spell_closed_date
                and coalesce(least(o.rejected_date, o.discharge_date) > m.spell_closed_date, true)
        ) as is_beside,
        exists (
            from referrals as o
            where o.person_id = m.person_id and o.service = m.service and o.spell_id <> m.spell_id
                and o.received_date between m.spell_closed_date and m.spell_closed_date + interval 6 months
        ) as is_back
    from missed as m
)
select
    date_trunc('year', spell_closed_date)::date as period,
    100 * count(*) filter (where is_back) / count(*) as figure
from followed
cross join newest
where not is_beside
    and spell_closed_date + interval 6 months < least(newest.day, observed_to_date)
group by period
