with spells as (
    select * from referrals where referral_id = spell_id
),
recorded as (
    select spell_start_date as start_date, coalesce(spell_triaged_date, spell_closed_date) as end_date, spell_triaged_date is not null as is_finished, observed_to_date
    from spells
    where spell_start_date is not null
        and (spell_triaged_date is not null or coalesce(spell_accepted_date, spell_offer_date, spell_contact_date, spell_assessed_date, spell_support_date) is null)
        and coalesce(coalesce(spell_triaged_date, spell_closed_date) >= spell_start_date, missing_from_date is null)
    union all
    select spell_triaged_date as start_date, coalesce(spell_accepted_date, spell_closed_date) as end_date, spell_accepted_date is not null as is_finished, observed_to_date
    from spells
    where spell_triaged_date is not null
        and (spell_accepted_date is not null or coalesce(spell_offer_date, spell_contact_date, spell_assessed_date, spell_support_date) is null)
        and coalesce(coalesce(spell_accepted_date, spell_closed_date) >= spell_triaged_date, missing_from_date is null)
    union all
    select spell_accepted_date as start_date, coalesce(spell_offer_date, spell_closed_date) as end_date, spell_offer_date is not null as is_finished, observed_to_date
    from spells
    where spell_accepted_date is not null
        and (spell_offer_date is not null or coalesce(spell_contact_date, spell_assessed_date, spell_support_date) is null)
        and coalesce(coalesce(spell_offer_date, spell_closed_date) >= spell_accepted_date, missing_from_date is null)
    union all
    select spell_offer_date as start_date, coalesce(spell_contact_date, spell_closed_date) as end_date, spell_contact_date is not null as is_finished, observed_to_date
    from spells
    where spell_offer_date is not null
        and (spell_contact_date is not null or coalesce(spell_assessed_date, spell_support_date) is null)
        and coalesce(coalesce(spell_contact_date, spell_closed_date) >= spell_offer_date, missing_from_date is null)
    union all
    select spell_contact_date as start_date, coalesce(spell_assessed_date, spell_closed_date) as end_date, spell_assessed_date is not null as is_finished, observed_to_date
    from spells
    where spell_contact_date is not null
        and (spell_assessed_date is not null or spell_support_date is null)
        and coalesce(coalesce(spell_assessed_date, spell_closed_date) >= spell_contact_date, missing_from_date is null)
    union all
    select spell_assessed_date as start_date, coalesce(spell_support_date, spell_closed_date) as end_date, spell_support_date is not null as is_finished, observed_to_date
    from spells
    where spell_assessed_date is not null
        and coalesce(coalesce(spell_support_date, spell_closed_date) >= spell_assessed_date, missing_from_date is null)
    union all
    select spell_support_date as start_date, coalesce(spell_closed_date, spell_closed_date) as end_date, spell_closed_date is not null as is_finished, observed_to_date
    from spells
    where spell_support_date is not null
        and coalesce(coalesce(spell_closed_date, spell_closed_date) >= spell_support_date, missing_from_date is null)
),
placed as (
    select *, case when is_finished then 'finished' end as exit from recorded
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
    count(*) as figure
from months
inner join placed
    on placed.start_date <= months.day
    and coalesce(placed.end_date, date '2999-12-31') > months.day
group by months.period
