/*
title           = "Wait from request to the decision whether to assess"
theme           = "Timeliness"
definition      = "Time from the day a request for an EHC needs assessment was received to the day the requester was told whether there will be one, undecided requests included."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Requests for an EHC needs assessment, from receipt to the decision whether to assess"
breakdowns      = ["locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["assessments", "requests"]
statutory_basis = "SEND Regulations 2014, reg. 5(3)"
caveats         = [
    "A decision to assess and a refusal both end this wait; a withdrawal or a move ends it without a decision.",
    "Withdrawals and moves carry no date in the national return; before the return that first reports one, the case is shown as open.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
curve_weeks     = [4, 6, 8, 10, 12, 16]
mean_to_weeks   = 26
*/
with decisions as (
    select
        requests.*,
        case
            when requests.decision in ('Y', 'N') then 'finished'
            when requests.decision = 'W' then 'withdrawn'
            when requests.decision = 'H' then 'historical'
            -- Assessed all the same: it was decided on a day the return does not give.
            when assessments.request_id is not null then 'finished'
            when requests.is_exported then 'moved'
        end as exit_code
    from requests
    left join assessments
        on requests.request_id = assessments.request_id
)
select
    request_id,
    la_code,
    person_id,
    school_urn,
    locality_code,
    need_type,
    year_group,
    is_fsm_eligible,
    is_looked_after,
    coalesce(received_date, appears_date) as period_date,
    received_date as start_date,
    case when exit_code in ('finished', 'withdrawn') then decided_date end as end_date,
    exit_code as exit,
    observed_to_date as known_to,
    observed_from_date,
    decision_limit_days(received_date) as limit_days,
    case
        when exit_code = 'finished' and decided_date is null and received_date is not null
            then 'Decided, no date recorded'
        else request_left_out(
            exit_code,
            case when exit_code in ('finished', 'withdrawn') then decided_date end,
            received_date,
            missing_from_date
        )
    end as left_out
from decisions
