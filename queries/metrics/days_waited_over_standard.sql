/*
title           = "Days waited over the standard"
theme           = "Backlog"
definition      = "Days by which children now waiting have waited longer than the standard of the service, added up over all who wait."
kind            = "ratio"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Days waited beyond the standard by children still waiting"
denominator     = "Children waiting, within the standard or not"
breakdowns      = ["service", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals", "services"]
statutory_basis = "None: local measure"
caveats         = [
    "The same waits as the open view of the wait from referral to first contact, on the day looked at: the child's clock, from the first referral for the need.",
    "Each wait is held to its own service's standard; where no national one applies, a local assumption of 18 weeks. A wait within it adds nothing.",
    "The sum says where most waiting would have to be undone; divided by all who wait it is the mean.",
    "A child waiting for two services counts for each.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "snapshot"
year            = "calendar"
*/
with waits as (
    select
        referrals.*,
        services.standard_days,
        -- No further than the newest file of its source tells.
        greatest(least($as_at::date, referrals.observed_to_date) - referrals.chain_start_date, 0) as days
    from referrals
    left join services
        on coalesce(referrals.service, 'other') = services.service
    -- One row a chain, still open: neither seen nor closed, nor any referral before it.
    where referrals.next_received_date is null
        and referrals.chain_contact_date is null
        and (
            (referrals.rejected_date is null and referrals.discharge_date is null)
            or coalesce(referrals.earlier_closed_date > $as_at, false)
        )
)
select
    waits.chain_id,
    waits.la_code,
    waits.person_id,
    waits.school_urn,
    waits.locality_code,
    waits.icb_code,
    waits.need_type,
    waits.year_group,
    waits.is_fsm_eligible,
    waits.is_looked_after,
    waits.service,
    waits.provider_code,
    $as_at::date as period_date,
    greatest(waits.days - waits.standard_days, 0)::double as numerator,
    1::double as denominator,
    -- The sum is of those over the standard: of few it would tell how long each has waited.
    (waits.days > waits.standard_days)::integer as people,
    case
        when waits.missing_from_date is not null then 'Open in an earlier extract, not in the newest'
    end as left_out
from waits
