with late as (
    select a.assessment_id, a.request_id, a.outcome_date, r.received_date
    from assessments as a
    inner join requests as r
        on a.request_id = r.request_id
    where a.outcome = 'Y'
        and a.outcome_date - r.received_date > 140
        and not (a.has_mediation or a.has_tribunal or r.has_mediation or r.has_tribunal)
        and not exists (
            from advice as d
            where d.request_id = a.request_id
                and coalesce(d.received_date > a.outcome_date, true)
                and d.requested_date <= a.outcome_date
        )
),
advised as (
    select
        late.assessment_id,
        late.outcome_date,
        late.received_date,
        list(
            {came: d.received_date, asked: d.requested_date, who: d.adviser_service}
            order by d.received_date desc, d.requested_date, d.adviser_service
        ) as came
    from late
    inner join advice as d
        on late.request_id = d.request_id
        and d.received_date <= late.outcome_date
    group by all
)
select
    date_trunc('year', outcome_date)::date as period,
    100 * count(*) filter (
        where outcome_date
            - greatest(
                came[1].came
                - greatest(
                    came[1].asked + 42,
                    -- Had the last adviser kept to the limit with every piece asked of them.
                    list_max([
                        case when other.who = came[1].who then least(other.came, other.asked + 42) else other.came end
                        for other in came[2:]
                    ])
                ),
                0
            )::integer
            - received_date <= 140
    ) / count(*) as figure
from advised
group by period
