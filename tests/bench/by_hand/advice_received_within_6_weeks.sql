with cases as (
    select
        r.*,
        a.request_id is not null as is_assessed,
        request_ended_date(r.decision, r.decided_date, r.is_exported, a.outcome, a.outcome_date) as ended_date,
        request_exit(r.decision, r.is_exported, a.outcome, a.outcome_date) as case_exit
    from requests as r
    left join assessments as a
        on r.request_id = a.request_id
),
pieces as (
    select
        d.requested_date,
        d.requested_date + 42 as due_date,
        case when coalesce(d.received_date <= c.ended_date, c.ended_date is null) then d.received_date end as came_date,
        c.ended_date,
        d.observed_to_date,
        came_date is null
            and (
                (c.case_exit is not null and c.ended_date is null)
                or coalesce(c.ended_date <= due_date, false)
                or (c.ended_date is null and d.missing_from_date is not null)
            ) as is_out
    from advice as d
    left join cases as c
        on d.request_id = c.request_id
)
select
    date_trunc('year', requested_date)::date as period,
    100 * count(*) filter (where came_date <= due_date) / count(*) as figure
from pieces
where not is_out
    and due_date < observed_to_date
group by period
