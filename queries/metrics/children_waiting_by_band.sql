/*
title           = "Children waiting by how long they have waited"
theme           = "Backlog"
definition      = "Number of waits for a first appointment, from the first referral for the need, by how long each has lasted."
kind            = "count"
unit            = "waits"
polarity        = "lower_is_better"
numerator       = "Waits for a first appointment that no contact and no closing has ended"
breakdowns      = ["wait_band", "service", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "The same waits as the open view of the wait from referral to first contact, on the day looked at: the child's clock, from the first referral for the need.",
    "Bands are those of NHS England's community waiting lists, which begin at 0 to 7 days; its last, over 52 weeks, is 365 days and more and is divided here at 104 weeks.",
    "A child waiting for two services is two waits.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "snapshot"
year            = "calendar"
*/
with waits as (
    select
        referrals.*,
        -- No further than the newest file of its source tells.
        greatest(least($as_at::date, referrals.observed_to_date) - referrals.chain_start_date, 0) as days
    from referrals
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
    case
        when waits.days <= 7 then '0_to_7_days'
        when waits.days <= 14 then '8_to_14_days'
        when waits.days <= 28 then '2_to_4_weeks'
        when waits.days <= 84 then '4_to_12_weeks'
        when waits.days <= 126 then '12_to_18_weeks'
        when waits.days <= 364 then '18_to_52_weeks'
        when waits.days <= 728 then '52_to_104_weeks'
        else 'over_104_weeks'
    end as wait_band,
    $as_at::date as period_date,
    case
        when waits.missing_from_date is not null then 'Open in an earlier extract, not in the newest'
    end as left_out
from waits
