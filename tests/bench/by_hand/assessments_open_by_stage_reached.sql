select
    null::date as period,
    count(*) as figure
from requests
left join assessments as a
    on requests.request_id = a.request_id
where requests.received_date is not null
    and requests.missing_from_date is null
    and request_exit(requests.decision, requests.is_exported, a.outcome, a.outcome_date) is null
