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
    "Referrals of a child to one service that were open together are one discharge, once none of them is open, on the day and for the reason of the last discharge among them; of several on one day, one for not being brought.",
    "A rejection beside a discharge, such as that of a duplicate, changes nothing about it.",
    "Whether the child had an EHC plan or an open request is told by the EHC returns for the day of the discharge, as far as they reach.",
    "A child is found where the school census before a referral or an EHC return holds the same identifier; one whom a health file names by a local number alone is not found, which is not to have no plan.",
    "Appointments missed are those of the referrals that were open together, as the extract counts them or the list of appointments shows them, whichever is more.",
    "A discharge without a reason is left out.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
is_kept         = false
*/
with open_together as (
    select
        spell_id,
        -- The last discharge stands for the spell: of several on one day one for not being brought, then one with a reason.
        max_by(
            referral_id,
            row(
                discharge_date,
                coalesce(discharge_reason = 'was_not_brought', false),
                discharge_reason is not null,
                received_date,
                referral_id
            )
        ) filter (where rejected_date is null and discharge_date is not null) as last_referral_id,
        max(missing_from_date) filter (where coalesce(rejected_date, discharge_date) is null) as lost_from_date,
        sum(missed_count) as missed
    from referrals
    -- Over on the day looked at: none of them is still held open.
    where coalesce(spell_closed_date, spell_missing_from_date) is not null
        -- A spell is known by its first referral, and few have another: the others need no grouping.
        and spell_id in (select spell_id from referrals where referral_id <> spell_id)
    group by spell_id
),
-- A rejection is no discharge, such as that of a duplicate of what was discharged.
ended as not materialized (
    select *
    from referrals
    where rejected_date is null
        and discharge_date is not null
        and coalesce(spell_closed_date, spell_missing_from_date) is not null
),
discharged as (
    select
        ended.*,
        coalesce(open_together.missed, ended.missed_count) as missed,
        coalesce(open_together.lost_from_date > ended.discharge_date, false) as is_another_lost
    from ended
    left join open_together
        on ended.spell_id = open_together.spell_id
    where coalesce(ended.referral_id = open_together.last_referral_id, true)
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
    select referrals.person_id
    from referrals
    inner join (select distinct person_id from ended where year_group is null and is_fsm_eligible is null) as sought
        on referrals.person_id = sought.person_id
    where referrals.year_group is not null or referrals.is_fsm_eligible is not null
),
with_plan as (
    select distinct ended.referral_id
    from ended
    inner join plans
        on ended.person_id = plans.person_id
        and plans.appears_date <= ended.discharge_date
    where (not plans.is_ceased or coalesce(plans.ceased_date, plans.ceased_known_date) > ended.discharge_date)
        and coalesce(plans.missing_from_date > ended.discharge_date, true)
),
-- As requests stood on the day of the discharge: what was known only later is taken back.
with_request as (
    select distinct ended.referral_id
    from ended
    inner join requests
        on ended.person_id = requests.person_id
        and requests.appears_date <= ended.discharge_date
    left join assessments
        on requests.request_id = assessments.request_id
        and assessments.agreed_date <= ended.discharge_date
    where coalesce(requests.missing_from_date > ended.discharge_date, true)
        and request_exit(
            case when requests.decision_known_date > ended.discharge_date then 'A' else requests.decision end,
            requests.is_exported and coalesce(requests.exported_known_date <= ended.discharge_date, true),
            case when assessments.outcome_known_date > ended.discharge_date then 'A' else assessments.outcome end,
            case when assessments.outcome_known_date > ended.discharge_date then null
                else assessments.outcome_date end
        ) is null
)
select
    discharged.referral_id,
    discharged.la_code,
    discharged.person_id,
    discharged.school_urn,
    discharged.locality_code,
    discharged.icb_code,
    discharged.need_type,
    discharged.year_group,
    discharged.is_fsm_eligible,
    discharged.is_looked_after,
    discharged.service,
    discharged.provider_code,
    case
        when not coalesce(discharged.discharge_date between told.told_from_date and told.told_to_date, false)
            then 'not_told'
        when with_plan.referral_id is not null then 'plan'
        when with_request.referral_id is not null then 'request'
        when found.person_id is null and discharged.year_group is null and discharged.is_fsm_eligible is null
            then 'not_found'
        else 'neither'
    end as ehc_standing,
    case
        when discharged.missed = 0 then 'none'
        when discharged.missed = 1 then 'one'
        when discharged.missed = 2 then 'two'
        when discharged.missed > 2 then 'three_or_more'
    end as misses,
    discharged.discharge_date as period_date,
    coalesce(discharged.discharge_reason = 'was_not_brought', false) as is_counted,
    case
        when discharged.is_another_lost then 'Another open with it in an earlier extract, not in the newest'
        when discharged.discharge_reason is null then 'Reason of the discharge not recorded'
    end as left_out
from discharged
left join told
    on discharged.la_code = told.la_code
left join with_plan
    on discharged.referral_id = with_plan.referral_id
left join with_request
    on discharged.referral_id = with_request.referral_id
left join found
    on discharged.person_id = found.person_id
