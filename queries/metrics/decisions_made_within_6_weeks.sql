/*
title           = "Decisions on requests made within 6 weeks"
theme           = "Timeliness"
definition      = "Share of decisions to assess or not to assess made in the period that were notified within 6 weeks of receipt."
kind            = "proportion"
unit            = "%"
polarity        = "higher_is_better"
numerator       = "Decisions notified within 6 weeks of receipt"
denominator     = "Decisions to assess or not to assess"
breakdowns      = ["locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["requests"]
statutory_basis = "SEND Regulations 2014, reg. 5(3)"
caveats         = [
    "Counted in the period the decision was made; requests still undecided do not show here, however late.",
    "The Department for Education does not say which requests its own denominator holds: this is one reading, the share of requests received the other.",
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
    coalesce(decided_date, decision_known_date) as period_date,
    coalesce(decided_date <= decision_due_date(received_date), false) as is_counted,
    case
        when decided_date is null then 'Decided, no date recorded'
        -- Of those only the cases that went on are in the files.
        when decided_date < observed_from_date then 'Decided before the files begin'
        when received_date is null then 'Date received missing'
        when decided_date < received_date then 'Decided before it was received'
    end as left_out
from requests
where decision in ('Y', 'N')
