/*
title           = "Wait from the first referral to acceptance"
theme           = "Timeliness"
definition      = "Time from a child's first referral for a need to the day the service accepted a referral for it: the wait that the service's own clock does not show."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Children referred to a service, from the first referral for the need to the acceptance"
breakdowns      = ["service", "came_by", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "The child's clock: it runs on when a referral is rejected and made again within 12 months, or names the one before.",
    "How the child came to the referral says what made it long: turned away and referred again, sent to another service first, closed unseen, or nothing but the decision itself.",
    "A child accepted, closed unseen and referred again counts up to the later acceptance, from which the service's clock runs.",
    "No standard applies to this stop; a referral seen without a recorded acceptance is left out.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
curve_weeks     = [2, 4, 6, 13, 26, 52]
*/
select
    chain_id,
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
    came_by,
    chain_start_date as period_date,
    chain_start_date as start_date,
    coalesce(spell_accepted_date, spell_closed_date) as end_date,
    case when spell_accepted_date is not null then 'finished' else spell_exit end as exit,
    observed_to_date as known_to,
    null::integer as limit_days,
    case
        when spell_accepted_date is null and spell_contact_date is not null then 'Seen, and no acceptance recorded'
        when spell_accepted_date is null and spell_closed_date is null and missing_from_date is not null
            then 'Open in an earlier extract, not in the newest'
    end as left_out
from referrals
-- One row a chain, the newest referral: those that were closed before it came do not end the wait.
where next_received_date is null
