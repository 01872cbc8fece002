/*
How a period's starters fared by several numbers of weeks. value is
Kaplan-Meier, other exits censored, with the log(-log) interval of Greenwood's
variance; incidence (Aalen-Johansen) and other_exits are shares of all who
started. Provisional while somebody of the period is still open and younger
than that. mean_days is the mean restricted to $mean_to_weeks, the area under
the curve, known once the curve is. Known by the rule of the cohort view.
*/
with horizons as (
    select unnest($curve_weeks::integer[]) as weeks
),
facts as (
    select
        period,
        breakdown,
        count(*) as count,
        max(days) as longest_days,
        max(could_follow_days) as could_follow_days,
        min(could_follow_days) filter (where exit is null) as youngest_open_days,
        count(*) filter (where exit is null) = 0 and count(*) filter (where exit = 'finished') > 0 as is_all_known
    from followed
    group by all
),
spans as (
    select
        *,
        lead(days, 1, $mean_to_weeks * 7) over (partition by period, breakdown order by days) as next_days,
        row_number() over (partition by period, breakdown order by days) = 1 as is_first
    from stepped
),
means as (
    select
        period,
        breakdown,
        min(days) filter (where survival <= 0.5 + 1e-12) as median_days,
        min(survival) as last_survival,
        sum(
            survival * greatest(least(next_days, $mean_to_weeks * 7) - days, 0)
            + case when is_first then least(days, $mean_to_weeks * 7) else 0 end
        ) as mean_days
    from spans
    group by all
),
at_horizon as (
    select
        facts.period,
        facts.breakdown,
        horizons.weeks,
        coalesce(max_by(stepped.survival, stepped.days) filter (where stepped.days <= horizons.weeks * 7), 1) as survival,
        coalesce(max_by(stepped.still_in, stepped.days) filter (where stepped.days <= horizons.weeks * 7), 1) as still_in,
        coalesce(max_by(stepped.incidence, stepped.days) filter (where stepped.days <= horizons.weeks * 7), 0)
            as incidence,
        max_by(stepped.variance, stepped.days) filter (where stepped.days <= horizons.weeks * 7) as variance
    from facts
    cross join horizons
    inner join stepped
        on facts.period is not distinct from stepped.period and facts.breakdown is not distinct from stepped.breakdown
    group by all
),
estimated as (
    select
        at_horizon.*,
        facts.count,
        means.median_days,
        means.mean_days,
        facts.longest_days >= $mean_to_weeks * 7 or facts.is_all_known or means.last_survival <= 1e-12 as is_mean_known,
        facts.could_follow_days >= at_horizon.weeks * 7
            and (
                facts.longest_days >= at_horizon.weeks * 7
                or facts.is_all_known
                or at_horizon.survival <= 1e-12
            ) as is_known,
        coalesce(facts.youngest_open_days < at_horizon.weeks * 7, false) as is_provisional,
        at_horizon.survival > 1e-12 and at_horizon.survival < 1 - 1e-12 as has_interval,
        1.959963984540054 * sqrt(at_horizon.variance) / abs(ln(greatest(at_horizon.survival, 1e-300))) as spread
    from at_horizon
    inner join facts
        on facts.period is not distinct from at_horizon.period
        and facts.breakdown is not distinct from at_horizon.breakdown
    inner join means
        on means.period is not distinct from at_horizon.period
        and means.breakdown is not distinct from at_horizon.breakdown
)
select
    period,
    breakdown,
    weeks,
    count,
    median_days,
    case when is_mean_known then mean_days end as mean_days,
    case when is_known then 100 * (1 - survival) end as value,
    case when is_known and has_interval then 100 * (1 - pow(survival, exp(-spread))) end as low,
    case when is_known and has_interval then 100 * (1 - pow(survival, exp(spread))) end as high,
    case when is_known then 100 * incidence end as incidence,
    case when is_known then greatest(100 * (1 - still_in - incidence), 0) end as other_exits,
    is_provisional,
    case when is_known then '' else 'x' end as symbol
from estimated
