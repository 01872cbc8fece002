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
drafts as (
    select request_id, min(event_date) as draft_date
    from case_events
    where event = 'draft_sent'
    group by request_id
),
placed as (
    select draft_date as start_date, ended_date as end_date, case_exit as exit, observed_to_date, observed_from_date
    from cases
    inner join drafts using (request_id)
    where case_exit is distinct from 'historical'
        and coalesce(ended_date >= draft_date, true)
        and (ended_date is not null or (case_exit is null and missing_from_date is null))
)
select date_trunc('year', end_date)::date as period, quantile_disc(end_date - start_date, 0.5) as figure
from placed
where exit = 'finished'
group by period
