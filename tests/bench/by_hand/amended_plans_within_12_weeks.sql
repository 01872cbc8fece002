with logs as (select la_code, min(event_date) as log_from, max(known_to) as log_to from case_events group by la_code),
told as (
    select
        r.annual_review_id,
        any_value(r.review_meeting_date) as meeting,
        min(e.event_date) filter (where e.event = 'amended_plan') as amended
    from annual_reviews as r
    inner join case_events as e
        on r.request_id = e.request_id
        and e.event in ('amendment_notice', 'amended_plan')
        and e.event_date >= r.review_meeting_date
        and e.event_date < coalesce(r.next_meeting_date, date '9999-12-31')
    inner join logs
        on r.la_code = logs.la_code
    where r.review_meeting_date >= greatest(r.observed_from_date, logs.log_from)
        and r.review_meeting_date + 84 < logs.log_to
    group by r.annual_review_id
)
select
    date_trunc('year', told.meeting)::date as period,
    100 * count(*) filter (where told.amended <= told.meeting + 84) / count(*) as figure
from told
inner join annual_reviews as r
    on told.annual_review_id = r.annual_review_id
inner join plans as p
    on r.request_id = p.request_id
where told.amended <= told.meeting + 84
    or (
        coalesce(p.ceased_date > told.meeting + 84, true)
        and (told.amended is not null or p.ceased_date is not null or (not p.is_ceased and p.missing_from_date is null))
    )
group by period
