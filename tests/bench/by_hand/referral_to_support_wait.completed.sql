with placed as (
    select
        chain_start_date as start_date,
        coalesce(spell_support_date, spell_closed_date) as end_date,
        case when spell_support_date is not null then 'finished' end as exit,
        observed_to_date
    from referrals
    where next_received_date is null
        and coalesce(spell_support_date >= chain_start_date, true)
        and (coalesce(spell_support_date, spell_closed_date) is not null or missing_from_date is null)
)

select date_trunc('year', end_date)::date as period, quantile_disc(end_date - start_date, 0.5) as figure
from placed
where exit = 'finished'
group by period
