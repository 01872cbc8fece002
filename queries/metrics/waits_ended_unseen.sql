/*
title           = "Waits ended without being seen"
theme           = "Losses"
definition      = "Number of waits from a child's first referral for a need that ended otherwise than by a first appointment attended: rejected, moved away or closed for another reason."
kind            = "count"
unit            = "waits"
polarity        = "no_judgement"
numerator       = "Waits for a first appointment that ended without one"
breakdowns      = ["service", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "The same waits as in the wait from referral to first contact, the child's clock, counted on the day on which no referral for the need was open any more.",
    "A rejection ends no wait if the child is referred again within 12 months: the wait goes on from the first referral, looking back too.",
    "A removal is not a success: not every child who leaves unseen was helped elsewhere.",
    "A referral that is gone from the files without a day on which it was closed is not counted.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
select
    referral_id,
    la_code,
    person_id,
    school_urn,
    locality_code,
    need_type,
    year_group,
    is_fsm_eligible,
    is_looked_after,
    service,
    provider_code,
    icb_code,
    -- The day the last of the chain's referrals was closed, the newest one's or an earlier one's.
    greatest(least(rejected_date, discharge_date), earlier_closed_date) as period_date
from referrals
-- One row a chain: its newest referral carries what matters of the earlier ones.
where next_received_date is null
    and chain_contact_date is null
    and coalesce(rejected_date, discharge_date) is not null
    and coalesce(earlier_closed_date <= $as_at, true)
