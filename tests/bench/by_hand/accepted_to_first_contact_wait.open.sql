with placed as (
    select
        spell_accepted_date as start_date,
        coalesce(spell_contact_date, spell_closed_date) as end_date,
        case when spell_contact_date is not null then 'finished' end as exit,
        observed_to_date,
        s.standard_days
    from referrals
    left join services as s
        on coalesce(referrals.service, 'other') = s.service
    -- The first of the referrals that were open together.
    where referral_id = spell_id
        and coalesce(spell_contact_date, spell_closed_date, spell_accepted_date) >= spell_accepted_date
        and (coalesce(spell_contact_date, spell_closed_date) is not null or missing_from_date is null)
),
months as (
    select least((month + interval 1 month)::date - 1, (select max(observed_to_date) from placed)) as day, month::date as period
    from (
        select unnest(generate_series(
            date_trunc('month', (select min(first_date) from sources where table_name = 'referrals'))::timestamp,
            (select max(observed_to_date) from placed)::timestamp,
            interval 1 month
        )) as month
    )
)
select
    months.period,
    count(*) filter (where least(months.day, placed.observed_to_date) - placed.start_date > placed.standard_days) as figure
from months
inner join placed
    on placed.start_date <= months.day
    and coalesce(placed.end_date, date '2999-12-31') > months.day
group by months.period
