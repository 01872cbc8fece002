/*
title           = "Referrals whose child is found in education files"
theme           = "Data quality"
definition      = "Share of referrals whose child the authority's own files name too, the school census before the referral or an EHC return."
kind            = "proportion"
unit            = "%"
polarity        = "higher_is_better"
numerator       = "Referrals whose child the school census before or an EHC return names"
denominator     = "Referrals received"
breakdowns      = ["service", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["plans", "referrals", "requests"]
needs           = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "A child is found by the same identifier: one whom a health file names by a local number is found only where the file of links ties it to a UPN.",
    "Children below school age and those who left or are taught elsewhere are on no school census of the authority, and can be found in an EHC return alone.",
    "A child found once is found for every referral.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
with found as (
    select person_id from requests
    union
    select person_id from plans
    union
    -- Year group and free meals are those of the census before: without a census that holds the child there are none.
    select person_id from referrals where year_group is not null or is_fsm_eligible is not null
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
    referrals.received_date as period_date,
    found.person_id is not null as is_counted
from referrals
left join found
    on referrals.person_id = found.person_id
