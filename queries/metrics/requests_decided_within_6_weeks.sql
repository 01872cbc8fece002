/*
title           = "Requests decided within 6 weeks"
theme           = "Timeliness"
definition      = "Share of requests for an EHC needs assessment decided within 6 weeks of receipt, undecided ones past 6 weeks included as late."
kind            = "proportion"
unit            = "%"
polarity        = "higher_is_better"
numerator       = "Requests whose decision was notified within 6 weeks of receipt"
denominator     = "Requests whose 6 weeks have passed"
breakdowns      = ["locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["requests"]
statutory_basis = "SEND Regulations 2014, reg. 5(3)"
caveats         = [
    "Counted in the period the request was received.",
    "The Department for Education does not say which requests its own denominator holds, so the two may differ.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
*/
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
    decision in ('Y', 'N') and coalesce(decided_date <= decision_due_date(received_date), false) as is_counted,
    case
        when decision = 'H' then 'Historical, and no return holds the decision'
        when received_date is null then 'Date received missing'
        -- Of those only the slow ones are in the files: a count of them would be far too low.
        when received_date < observed_from_date then 'Received before the files begin'
        when decision = 'W' then 'Withdrawn before a decision'
        when decision = 'A' and is_exported then 'Moved to another authority before a decision'
        when decided_date < received_date then 'Decided before it was received'
        -- Early decisions of requests not yet due would flatter the newest months; on the last day one may still be in time.
        when decision_due_date(received_date) >= least($as_at, observed_to_date) then 'Six weeks not yet passed'
        when decision = 'A' and missing_from_date is not null then 'Open in an earlier return, not in the newest'
    end as left_out
from requests
