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
            where d.request_id = a.request_id and d.received_date is null and d.requested_date <= a.outcome_date
        )
),
advised as (
    select
        late.assessment_id,
        late.outcome_date,
        late.received_date,
        list({came: d.received_date, asked: d.requested_date} order by d.received_date desc, d.requested_date) as came
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
            - greatest((came[1].came - greatest(came[1].asked + 42, came[2].came))::integer, 0)
            - received_date <= 140
    ) / count(*) as figure
from advised
group by period
