/*
title           = "Requests and assessments with mediation or tribunal"
theme           = "Plans and reviews"
definition      = "Number of requests and assessments that the return marks as having gone to mediation or to the tribunal."
kind            = "count"
unit            = "marks"
polarity        = "no_judgement"
numerator       = "Marks of mediation or tribunal on requests and assessments"
breakdowns      = ["dispute", "locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm"]
sources         = ["assessments", "requests"]
statutory_basis = "None: local measure"
caveats         = [
    "The return marks a case and gives no day: it counts when the outcome was known, or on the reference date of the return that first marked it.",
    "A case with mediation and tribunal counts once for each; appeals about the contents or the ending of a plan are not in these marks.",
    "A refusal that was overturned stays a refusal; a mark on a request that the authority itself agreed to is not counted, since it may be that of another.",
    "No appeal rate is given: the return does not say how many decisions could be appealed.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
*/
with marks as (
    select request_id, 'request_mediation' as dispute, appeal_known_date as known_date
    from requests
    where has_mediation and decision <> 'Y'
    union all
    select request_id, 'request_tribunal', appeal_known_date
    from requests
    where has_tribunal and decision <> 'Y'
    union all
    select request_id, 'assessment_mediation', outcome_known_date from assessments where has_mediation
    union all
    select request_id, 'assessment_tribunal', outcome_known_date from assessments where has_tribunal
)
select
    requests.request_id || '|' || marks.dispute as mark_id,
    requests.la_code,
    requests.person_id,
    requests.school_urn,
    requests.locality_code,
    requests.need_type,
    requests.year_group,
    requests.is_fsm_eligible,
    marks.dispute,
    coalesce(marks.known_date, requests.appears_date) as period_date,
    case when period_date < requests.observed_from_date then 'Known before the files begin' end as left_out
from marks
inner join requests
    on marks.request_id = requests.request_id
