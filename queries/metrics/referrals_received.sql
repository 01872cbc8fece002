/*
title           = "Referrals received"
theme           = "Demand"
definition      = "Number of referrals of children and young people that services received."
kind            = "count"
unit            = "referrals"
polarity        = "no_judgement"
numerator       = "Referrals received"
breakdowns      = ["service", "provider", "locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = ["A child referred again after a rejection counts once for each referral."]
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
    received_date as period_date
from referrals
