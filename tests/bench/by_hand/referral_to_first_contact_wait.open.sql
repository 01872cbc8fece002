with chains as (
    select
        *,
        coalesce(
            chain_contact_date, greatest(least(rejected_date, discharge_date), earlier_closed_date)
        ) as end_date,
        chain_start_date as start_date,
        chain_contact_date is not null as is_seen,
        s.standard_days
    from referrals
    left join services as s
        on coalesce(referrals.service, 'other') = s.service
    where next_received_date is null
        and coalesce(chain_contact_date >= chain_start_date, true)
),
placed as (
    select
        start_date,
        -- A chain whose newest referral is open goes on, whatever ended before.
        case when is_seen or rejected_date is not null or discharge_date is not null then end_date end as end_date,
        case when is_seen then 'finished' end as exit,
        observed_to_date,
        standard_days
    from chains
    where missing_from_date is null or is_seen or rejected_date is not null or discharge_date is not null
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
