/*
title           = "Waits without an appointment offered"
theme           = "Backlog"
definition      = "Share of waits of children referred and not yet seen in which no first appointment has been offered."
kind            = "proportion"
unit            = "%"
polarity        = "lower_is_better"
numerator       = "Waits in which no appointment has been offered"
denominator     = "Waits of children referred and not yet seen"
breakdowns      = ["service", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "The same waits as from referral to first contact: two open referrals of one child to one service are one wait, and a child who waits for two services has two.",
    "An offer counts whether or not the appointment was kept: a wait in which one was missed and no other offered is not counted.",
    "An offer on a referral that was closed before the child came back is none on the referral that is open now.",
    "A provider's service whose files give children as seen and never an offer is left out, for nothing tells who has one.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "snapshot"
year            = "calendar"
*/
with telling as (
    select
        la_code,
        provider_code,
        service,
        count(first_offer_date) = 0 and count(first_contact_date) > 0 as is_silent_on_offers
    from referrals
    group by la_code, provider_code, service
)
select
    referrals.referral_id,
    referrals.la_code,
    referrals.person_id,
    referrals.school_urn,
    referrals.locality_code,
    referrals.icb_code,
    referrals.need_type,
    referrals.year_group,
    referrals.is_fsm_eligible,
    referrals.is_looked_after,
    referrals.service,
    referrals.provider_code,
    $as_at::date as period_date,
    referrals.spell_offer_date is null as is_counted,
    case
        when referrals.missing_from_date is not null then 'Open in an earlier extract, not in the newest'
        when telling.is_silent_on_offers then 'The files of the service give no offers'
    end as left_out
from referrals
inner join telling
    on referrals.la_code is not distinct from telling.la_code
    and referrals.provider_code is not distinct from telling.provider_code
    and referrals.service is not distinct from telling.service
-- Open as the wait from referral to first contact is: one row a chain, neither seen nor all of it closed.
where referrals.next_received_date is null
    and referrals.chain_contact_date is null
    and (coalesce(referrals.rejected_date, referrals.discharge_date) is null or referrals.earlier_closed_date > $as_at)
