/*
The curves of a period and group, day by day. survival is Kaplan-Meier, other
exits censored; incidence is Aalen-Johansen, the share of all who started that
had it by then; still_in those who had left by no way. Exits come before
censorings on the same day. variance is Greenwood's sum, null once nobody is
left at risk.
*/
with steps as (
    select
        period,
        breakdown,
        days,
        count(*) as leaving,
        count(*) filter (where exit = 'finished') as finished,
        count(*) filter (where exit <> 'finished') as others
    from followed
    group by all
),
at_risk as (
    select *, sum(leaving) over (partition by period, breakdown order by days desc) as risk
    from steps
),
curve as (
    select
        *,
        product(1 - finished / risk) over so_far as survival,
        product(1 - (finished + others) / risk) over so_far as still_in,
        sum(finished / nullif(risk * (risk - finished), 0)) over so_far as variance
    from at_risk
    window so_far as (partition by period, breakdown order by days)
),
entering as (
    select *, coalesce(lag(still_in) over (partition by period, breakdown order by days), 1) as entered from curve
)
select
    period,
    breakdown,
    days,
    survival,
    still_in,
    variance,
    sum(entered * finished / risk) over (partition by period, breakdown order by days) as incidence
from entering
