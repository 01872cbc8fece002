/*
title           = "Discharges after missed appointments"
theme           = "Losses"
definition      = "Share of discharges from a service, of children seen and not yet seen, that were made because the child was not brought to appointments."
kind            = "proportion"
unit            = "%"
polarity        = "lower_is_better"
numerator       = "Discharges because the child was not brought"
denominator     = "Discharges, rejections apart"
breakdowns      = ["service", "provider", "ehc_standing", "misses", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["assessments", "plans", "referrals", "requests"]
needs           = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "Referrals of a child to one service that were open together are one discharge, on the day and for the reason of the last of them.",
    "Whether the child had an EHC plan or an open request is told by the EHC returns for the day of the discharge, as far as they reach.",
    "A child is found where the school census before a referral or an EHC return holds the same identifier; one whom a health file names by a local number alone is not found, which is not to have no plan.",
    "Appointments missed are those of the referrals that were open together, as the extract counts them or the list of appointments shows them, whichever is more.",
    "A discharge without a reason is left out.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
with open_together as (
    select
        spell_id,
        -- Of several closed on the last day, one stands for the spell.
        max(referral_id) filter (where least(rejected_date, discharge_date) = spell_closed_date) as last_referral_id,
        sum(missed_count) as missed
    from referrals
    where spell_closed_date is not null
    group by spell_id
    having count(*) > 1
),
-- Kept, for it is read three times.
discharged as materialized (
    select
        referrals.referral_id,
        referrals.la_code,
        referrals.person_id,
        referrals.school_urn,
        referrals.locality_code,
        referrals.need_type,
        referrals.year_group,
        referrals.is_fsm_eligible,
        referrals.is_looked_after,
        referrals.service,
        referrals.provider_code,
        referrals.discharge_reason,
        referrals.spell_closed_date,
        coalesce(open_together.missed, referrals.missed_count) as missed
    from referrals
    left join open_together
        on referrals.spell_id = open_together.spell_id
    -- What the last of them was, on the day looked at: a rejection is no discharge.
    where referrals.rejected_date is null
        and referrals.discharge_date = referrals.spell_closed_date
        and coalesce(referrals.referral_id = open_together.last_referral_id, true)
),
told as (
    select la_code, min(observed_from_date) as told_from_date, max(observed_to_date) as told_to_date
    from requests
    group by la_code
),
found as (
    select person_id from requests
    union
    select person_id from plans
    union
    -- Year group and free meals are those of the census before: without a census that holds the child there are none.
    select person_id from referrals where year_group is not null or is_fsm_eligible is not null
),
with_plan as (
    select distinct discharged.referral_id
    from discharged
    inner join plans
        on discharged.person_id = plans.person_id
        and plans.appears_date <= discharged.spell_closed_date
    where (not plans.is_ceased or coalesce(plans.ceased_date, plans.ceased_known_date) > discharged.spell_closed_date)
        and coalesce(plans.missing_from_date > discharged.spell_closed_date, true)
),
-- As requests stood on the day of the discharge: what was known only later is taken back.
with_request as (
    select distinct discharged.referral_id
    from discharged
    inner join requests
        on discharged.person_id = requests.person_id
        and requests.appears_date <= discharged.spell_closed_date
    left join assessments
        on requests.request_id = assessments.request_id
        and assessments.agreed_date <= discharged.spell_closed_date
    where coalesce(requests.missing_from_date > discharged.spell_closed_date, true)
        and request_exit(
            case when requests.decision_known_date > discharged.spell_closed_date then 'A' else requests.decision end,
            requests.is_exported and coalesce(requests.exported_known_date <= discharged.spell_closed_date, true),
            case when assessments.outcome_known_date > discharged.spell_closed_date then 'A' else assessments.outcome end,
            case when assessments.outcome_known_date > discharged.spell_closed_date then null
                else assessments.outcome_date end
        ) is null
)
select
    discharged.referral_id,
    discharged.la_code,
    discharged.person_id,
    discharged.school_urn,
    discharged.locality_code,
    discharged.need_type,
    discharged.year_group,
    discharged.is_fsm_eligible,
    discharged.is_looked_after,
    discharged.service,
    discharged.provider_code,
    case
        when not coalesce(discharged.spell_closed_date between told.told_from_date and told.told_to_date, false)
            then 'not_told'
        when with_plan.referral_id is not null then 'plan'
        when with_request.referral_id is not null then 'request'
        when found.person_id is null then 'not_found'
        else 'neither'
    end as ehc_standing,
    case
        when discharged.missed = 0 then 'none'
        when discharged.missed = 1 then 'one'
        when discharged.missed = 2 then 'two'
        when discharged.missed > 2 then 'three_or_more'
    end as misses,
    discharged.spell_closed_date as period_date,
    coalesce(discharged.discharge_reason = 'was_not_brought', false) as is_counted,
    case when discharged.discharge_reason is null then 'Reason of the discharge not recorded' end as left_out
from discharged
left join told
    on discharged.la_code = told.la_code
left join with_plan
    on discharged.referral_id = with_plan.referral_id
left join with_request
    on discharged.referral_id = with_request.referral_id
left join found
    on discharged.person_id = found.person_id
