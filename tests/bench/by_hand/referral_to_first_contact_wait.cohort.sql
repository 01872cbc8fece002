-- The median of the Kaplan-Meier curve.
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
