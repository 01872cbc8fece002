with spells as (
    select
        spell_id,
        max(discharge_date) filter (where rejected_date is null) as last_date,
        max(missing_from_date) filter (where coalesce(rejected_date, discharge_date) is null) as lost_date
    from referrals
    where spell_closed_date is not null or spell_missing_from_date is not null
    group by spell_id
),
discharged as (
    select
        spells.spell_id,
        spells.last_date,
        bool_or(r.discharge_reason = 'was_not_brought') as is_missed
    from spells
    inner join referrals as r
        on r.spell_id = spells.spell_id and r.discharge_date = spells.last_date and r.rejected_date is null
    where coalesce(spells.lost_date <= spells.last_date, true)
        and r.discharge_reason is not null
    group by all
)
select
    date_trunc('year', last_date)::date as period,
    100 * count(*) filter (where is_missed) / count(*) as figure
from discharged
where last_date <= (select min(last_date) from sources where table_name in ('referrals', 'requests', 'plans', 'assessments'))
group by period
