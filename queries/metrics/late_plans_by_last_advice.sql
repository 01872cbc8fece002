/*
title           = "Late EHC plans that would have been in time with the last advice in time"
theme           = "Timeliness"
definition      = "Share of EHC plans issued after 20 weeks that would have been issued within them had the advice that came last come by its own 6 weeks."
kind            = "proportion"
unit            = "%"
polarity        = "no_judgement"
numerator       = "Late plans that would have been in time had their last advice come within its 6 weeks"
denominator     = "Plans issued after 20 weeks whose advice is all dated"
breakdowns      = ["adviser", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["advice", "assessments", "requests"]
needs           = ["advice"]
statutory_basis = "None: local measure"
caveats         = [
    "An estimate on an assumption: everything after the last advice takes as many days as it did, and begins no sooner than the day the advice before it came.",
    "Of advice that came on the same last day, the adviser asked first is named, then the first in the order of codes.",
    "Plans issued while some advice was outstanding are left out, whether or not it has come since.",
    "Plans after mediation or tribunal on the request or the assessment are left out, as in the 20-week figure.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
with late_plans as (
    select
        assessments.assessment_id,
        assessments.outcome_date,
        assessments.has_mediation or assessments.has_tribunal or requests.has_mediation or requests.has_tribunal
            as has_appeal,
        requests.*
    from assessments
    inner join requests
        on assessments.request_id = requests.request_id
    where assessments.outcome = 'Y'
        and not coalesce(
            assessments.outcome_date between requests.received_date and plan_due_date(requests.received_date), false
        )
        and assessments.outcome_date is not null
),
advice_before_plans as (
    select
        late_plans.request_id,
        advice.adviser_service,
        advice.received_date,
        advice_due_date(advice.requested_date) as due_date,
        row_number() over (
            partition by late_plans.request_id
            order by advice.received_date desc, advice.requested_date, advice.adviser_service, advice.advice_id
        ) as place
    from late_plans
    inner join advice
        on late_plans.request_id = advice.request_id
        and advice.received_date <= late_plans.outcome_date
),
-- When all other advice would have been in, had the last adviser kept to the limit with every piece asked of them.
other_advice as (
    select
        others.request_id,
        max(
            case when others.adviser_service = last_advice.adviser_service
                then least(others.received_date, others.due_date) else others.received_date end
        ) as advice_before_date
    from advice_before_plans as others
    inner join advice_before_plans as last_advice
        on others.request_id = last_advice.request_id and last_advice.place = 1
    where others.place > 1
    group by others.request_id
),
advice_of_plans as (
    select
        late_plans.request_id,
        -- What came after the plan was outstanding when it was issued, whether or not it has come since.
        count(*) filter (where coalesce(advice.received_date > late_plans.outcome_date, true)) as outstanding
    from late_plans
    inner join advice
        on late_plans.request_id = advice.request_id
        and advice.requested_date <= late_plans.outcome_date
    group by late_plans.request_id
)
select
    late_plans.assessment_id,
    late_plans.la_code,
    late_plans.person_id,
    late_plans.school_urn,
    late_plans.locality_code,
    late_plans.need_type,
    late_plans.year_group,
    late_plans.is_fsm_eligible,
    late_plans.is_looked_after,
    last_advice.adviser_service,
    late_plans.outcome_date as period_date,
    coalesce(
        late_plans.outcome_date
        - greatest(
            last_advice.received_date - greatest(last_advice.due_date, other_advice.advice_before_date), 0
        )::integer <= plan_due_date(late_plans.received_date),
        false
    ) as is_counted,
    case
        when late_plans.has_appeal then 'Mediation or tribunal'
        when late_plans.received_date is null or late_plans.outcome_date < late_plans.received_date
            then 'Date received missing or after the plan'
        when advice_of_plans.request_id is null then 'No advice in the log for the case'
        when advice_of_plans.outstanding > 0 then 'Plan issued while advice was outstanding'
    end as left_out
from late_plans
left join advice_of_plans
    on late_plans.request_id = advice_of_plans.request_id
left join (from advice_before_plans where place = 1) as last_advice
    on late_plans.request_id = last_advice.request_id
left join other_advice
    on late_plans.request_id = other_advice.request_id
