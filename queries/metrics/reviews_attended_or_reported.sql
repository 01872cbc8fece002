/*
title           = "Review invitations answered by coming or reporting"
theme           = "Plans and reviews"
definition      = "Share of invitations of services to annual reviews where somebody of the service came or the service sent a report."
kind            = "proportion"
unit            = "%"
polarity        = "higher_is_better"
numerator       = "Invitations where the service came or sent a report"
denominator     = "Invitations of services to annual reviews with attendance or report recorded"
breakdowns      = ["service", "sector", "locality", "phase", "school", "need", "year_group", "sex", "ethnicity_group", "language", "deprivation", "fsm"]
sources         = ["review_contributions"]
statutory_basis = "None: local measure"
caveats         = [
    "Counted in the period of the review; several services invited to one review count once each.",
    "Where only attendance or only the report is recorded, the other counts as not so.",
    "A service that is listed without saying whether it was invited counts as invited; one that was not is left out.",
    "Invitations of which neither is recorded are left out.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
*/
select
    review_contribution_id,
    la_code,
    person_id,
    school_urn,
    locality_code,
    need_type,
    year_group,
    is_fsm_eligible,
    service,
    review_date as period_date,
    coalesce(has_attended or has_reported, false) as is_counted,
    case
        when not is_invited then 'Not invited'
        when has_attended is null and has_reported is null then 'Neither attendance nor report recorded'
    end as left_out
from review_contributions
