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
)

select date_trunc('year', end_date)::date as period, quantile_disc(end_date - start_date, 0.5) as figure
from placed
where exit = 'finished'
group by period
