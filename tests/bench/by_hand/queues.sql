with stays as (
    select
        service,
        spell_accepted_date as joined,
        coalesce(spell_contact_date, spell_closed_date) as gone
    from referrals
    where referral_id = spell_id
        and spell_accepted_date is not null
        and coalesce(spell_contact_date, spell_closed_date, spell_accepted_date) >= spell_accepted_date
        and (coalesce(spell_contact_date, spell_closed_date) is not null or missing_from_date is null)
),
events as (
    select service, date_trunc('week', joined)::date as week, count(*) as joined, 0 as gone from stays group by all
    union all
    select service, date_trunc('week', gone)::date, 0, count(*) from stays where gone is not null group by all
)
select service, week, sum(joined)::integer as joined, sum(gone)::integer as gone from events group by all
