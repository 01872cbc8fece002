/*
title           = "Referrals rejected"
theme           = "Demand"
definition      = "Share of referrals decided in the period that the service rejected."
kind            = "proportion"
unit            = "%"
polarity        = "no_judgement"
numerator       = "Referrals rejected"
denominator     = "Referrals accepted or rejected"
breakdowns      = ["service", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "Counted in the period of the decision; a first appointment without a recorded acceptance is an acceptance.",
    "A referral recorded as both accepted and rejected counts as rejected.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
*/
select
    referral_id,
    la_code,
    person_id,
    school_urn,
    locality_code,
    icb_code,
    need_type,
    year_group,
    is_fsm_eligible,
    is_looked_after,
    service,
    provider_code,
    coalesce(rejected_date, accepted_date, first_contact_date) as period_date,
    rejected_date is not null as is_counted
from referrals
where coalesce(rejected_date, accepted_date, first_contact_date) is not null
