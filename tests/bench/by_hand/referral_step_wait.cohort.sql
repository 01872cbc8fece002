-- The median of the Kaplan-Meier curve.
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
steps as (
    select
        date_trunc('year', start_date)::date as period,
        greatest(coalesce(end_date, observed_to_date) - start_date, 0) as days,
        count(*) as leaving,
        count(*) filter (where exit = 'finished') as finished
    from placed
    group by all
),
at_risk as (
    select *, sum(leaving) over (partition by period order by days desc) as risk
    from steps
),
curve as (
    select *, product(1 - finished / risk) over (partition by period order by days) as survival
    from at_risk
)
select period, min(days) filter (where survival <= 0.5 + 1e-12) as figure
from curve
group by period
