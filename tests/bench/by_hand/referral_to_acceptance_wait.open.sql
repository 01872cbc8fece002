with placed as (
    select
        chain_start_date as start_date,
        coalesce(spell_accepted_date, spell_closed_date) as end_date,
        case when spell_accepted_date is not null then 'finished' end as exit,
        observed_to_date
    from referrals
    where next_received_date is null
        and (spell_accepted_date is not null or spell_contact_date is null)
        and (coalesce(spell_accepted_date, spell_closed_date) is not null or missing_from_date is null)
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
