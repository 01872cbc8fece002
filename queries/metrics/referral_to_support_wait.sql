/*
title           = "Wait from referral to support started"
theme           = "Timeliness"
definition      = "Time from a child's first referral for a need to the day the service's support started, carried across rejections and re-referrals."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Children referred to a service, from the first referral for the need to the start of support"
breakdowns      = ["service", "came_by", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "The child's clock: it runs on when a referral is rejected and made again within 12 months, or names the one before.",
    "Neither a first appointment nor an assessment ends this wait; a child assessed who needs no support leaves it when the referral is closed.",
    "No standard applies to this stop. Where a service records no start of support, all its children look as if they wait.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
curve_weeks     = [13, 18, 26, 52, 78, 104]
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
    coalesce(spell_support_date, spell_closed_date) as end_date,
    case when spell_support_date is not null then 'finished' else spell_exit end as exit,
    observed_to_date as known_to,
    null::integer as limit_days,
    case
        when spell_support_date < chain_start_date then 'Supported before it was referred'
        when spell_support_date is null and spell_closed_date is null and missing_from_date is not null
            then 'Open in an earlier extract, not in the newest'
    end as left_out
from referrals
-- One row a chain, the newest referral: those that were closed before it came do not end the wait.
where next_received_date is null
