/*
title           = "Requests refused"
theme           = "Demand"
definition      = "Share of requests received for an EHC needs assessment that the authority decided not to assess."
kind            = "proportion"
unit            = "%"
polarity        = "no_judgement"
numerator       = "Requests decided not to assess"
denominator     = "Requests received"
breakdowns      = ["locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["requests"]
statutory_basis = "None: local measure"
caveats         = [
    "Counted in the period the request was received; the newest periods still hold undecided requests.",
    "A refusal later overturned by mediation or tribunal stays a refusal, as in the national return.",
    "The school is that of the census before the request, and the local area that school's, else that of the child's home.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
comparator      = "requests_refused"
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
    decision = 'N' as is_counted,
    case
        when decision = 'H' then 'Historical, and no return holds the decision'
        when received_date is null then 'Date received missing'
        -- Of those only the slow ones are in the files: a count of them would be far too low.
        when received_date < observed_from_date then 'Received before the files begin'
        -- Corrected or taken out since: counted, a request with a corrected date would be two.
        when decision = 'A' and not is_exported and missing_from_date is not null
            then 'Open in an earlier return, not in the newest'
    end as left_out
from requests
