with spells as (
    select
        spell_id,
        max(least(rejected_date, discharge_date)) as closed_date,
        max_by(discharge_reason, (least(rejected_date, discharge_date), referral_id)) as reason,
        max_by(rejected_date is not null, (least(rejected_date, discharge_date), referral_id)) as is_refused
    from referrals
    where spell_closed_date is not null
    group by spell_id
)
select
    date_trunc('year', closed_date)::date as period,
    100 * count(*) filter (where reason = 'was_not_brought') / count(*) as figure
from spells
where not is_refused
    and reason is not null
    and closed_date <= (select min(last_date) from sources where table_name in ('referrals', 'requests', 'plans', 'assessments'))
group by period
