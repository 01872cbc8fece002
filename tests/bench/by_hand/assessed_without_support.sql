with spells as (
    select
        spell_id,
        any_value(la_code) as la_code,
        any_value(person_id) as person_id,
        any_value(service) as service,
        arg_max_null(provider_code, received_date) as provider_code,
        arg_max_null(missing_from_date, received_date) as lost_date,
        arg_max_null(observed_to_date, received_date) as told_to_date,
        min(received_date) as began,
        min(assessed_date) as assessed,
        min(intervention_started_date) as supported,
        case when count(*) = count(coalesce(rejected_date, discharge_date))
            then max(least(rejected_date, discharge_date)) end as closed,
        min(discharge_date) filter (where discharge_reason in ('complete', 'not_needed', 'moved')) as needs_none
    from referrals
    group by spell_id
),
starts as (
    select person_id, la_code, service, provider_code, intervention_started_date as started
    from referrals
    where intervention_started_date is not null
),
elsewhere as (
    select spell_id
    from spells
    semi join starts
        on starts.person_id = spells.person_id and starts.service = spells.service
        and starts.started >= spells.assessed and starts.started <= spells.assessed + 91
)
select
    date_trunc('year', assessed)::date as period,
    100 * count(*) filter (
        where coalesce(supported > assessed + 91, true)
            and spell_id not in (from elsewhere)
            and not coalesce(closed <= assessed + 91 and needs_none <= assessed + 91, false)
    ) / count(*) as figure
from spells as s
where assessed >= began
    and assessed + 91 < least((select max(last_date) from sources where table_name = 'referrals'), told_to_date)
    and not coalesce(
        supported is null and closed is null and lost_date <= assessed + 91 and spell_id not in (from elsewhere), false
    )
    and exists (
        from starts as r
        where r.service = s.service and r.started <= assessed + 91
            and r.la_code is not distinct from s.la_code and r.provider_code is not distinct from s.provider_code
    )
group by period
