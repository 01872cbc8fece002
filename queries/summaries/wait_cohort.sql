/*
All who started in a period, the unfinished included. value is Kaplan-Meier at
the limit, other exits censored: of those going on to what is waited for, the
share that had it by then, with the log(-log) interval of Greenwood's variance.
incidence is Aalen-Johansen at the limit: of all who started. Events come before
censorings on the same day. A group not followed as long as its limit, or with
several limits, has no value (x). Followed means that someone was still there at
the limit, or that everyone is known to have gone and not all by another exit:
one refused early and one asked last week say nothing about the twentieth week.
*/
with facts as (
    select
        period,
        breakdown,
        count(*) as count,
        max(days) as longest_days,
        count(distinct limit_days) = 1 as has_one_limit,
        min(limit_days) as limit_days,
        -- Where nothing has a limit, nothing is within or over one.
        case when count(limit_days) > 0 then count(*) filter (where exit = 'finished' and days <= limit_days) end
            as within_limit,
        case when count(limit_days) > 0 then count(*) filter (where days > limit_days) end as over_limit,
        max(could_follow_days) as could_follow_days,
        count(*) filter (where exit is null) = 0 and count(*) filter (where exit = 'finished') > 0 as is_all_known
    from followed
    group by all
),
at_limit as (
    select
        facts.period,
        facts.breakdown,
        coalesce(max_by(stepped.survival, stepped.days) filter (where stepped.days <= facts.limit_days), 1) as survival,
        coalesce(max_by(stepped.incidence, stepped.days) filter (where stepped.days <= facts.limit_days), 0) as incidence,
        max_by(stepped.variance, stepped.days) filter (where stepped.days <= facts.limit_days) as variance,
        min(stepped.days) filter (where stepped.survival <= 0.5 + 1e-12) as median_days,
        min(stepped.days) filter (where stepped.survival <= 0.08 + 1e-12) as p92_days
    from facts
    inner join stepped
        on facts.period is not distinct from stepped.period and facts.breakdown is not distinct from stepped.breakdown
    group by all
),
estimated as (
    select
        facts.*,
        at_limit.* exclude (period, breakdown),
        facts.has_one_limit
            and facts.could_follow_days >= facts.limit_days
            and (facts.longest_days >= facts.limit_days or facts.is_all_known or at_limit.survival <= 1e-12) as is_known,
        at_limit.survival > 1e-12 and at_limit.survival < 1 - 1e-12 as has_interval,
        1.959963984540054 * sqrt(at_limit.variance) / abs(ln(greatest(at_limit.survival, 1e-300))) as spread
    from facts
    inner join at_limit
        on facts.period is not distinct from at_limit.period and facts.breakdown is not distinct from at_limit.breakdown
)
select
    period,
    breakdown,
    count,
    median_days,
    p92_days,
    longest_days,
    within_limit,
    over_limit,
    case when is_known then 100 * (1 - survival) end as value,
    case when is_known and has_interval then 100 * (1 - pow(survival, exp(-spread))) end as low,
    case when is_known and has_interval then 100 * (1 - pow(survival, exp(spread))) end as high,
    case when is_known then 100 * incidence end as incidence,
    case when is_known then '' else 'x' end as symbol
from estimated
