/*
title           = "EHC plans in force"
theme           = "Plans and reviews"
definition      = "Number of EHC plans the authority maintains, from the day each was issued or first held to the day it ended."
kind            = "wait"
unit            = "EHC plans"
polarity        = "no_judgement"
numerator       = "EHC plans, from being issued or first held here to being ceased"
breakdowns      = ["placement_group", "setting", "age_range", "need", "locality", "phase", "school", "plan_origin", "sex", "ethnicity_group", "language", "deprivation"]
sources         = ["needs", "placements", "plans"]
needs           = ["plans"]
statutory_basis = "None: local measure"
caveats         = [
    "A plan in an earlier return that is not among those held in the newest, and has no date of ceasing, is left out.",
    "A plan that came from another authority counts from the reference date of the first return that holds it.",
    "Setting, need and age group are those of the day looked at, in every period shown.",
    "Independent special and non-maintained special schools count as independent; the national tables count them as special.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
*/
with main_settings as (
    select *
    from placements
    where not is_named and placement_rank = '1' and ended_date is null
    qualify row_number() over (partition by request_id order by appears_date desc, placement_id desc) = 1
),
main_needs as (
    select request_id, min_by(need_type, (need_rank, need_type)) as need_type
    from needs
    where ended_date is null
    group by request_id
)
select
    plans.plan_id,
    plans.la_code,
    plans.person_id,
    main_settings.school_urn,
    coalesce(main_settings.locality_code, plans.home_locality_code) as locality_code,
    coalesce(main_needs.need_type, plans.census_need_type) as need_type,
    age_group_on(plans.reception_year, $as_at::date) as age_range,
    coalesce(main_settings.placement_group, 'not_known') as placement_group,
    -- The codes of the return are of settings without an establishment alone.
    case
        when main_settings.setting_type is not null then main_settings.setting_type
        when coalesce(main_settings.placement_group, 'not_known') <> 'not_known' or main_settings.school_urn is not null
            then 'place'
        else 'not_recorded'
    end as setting_type,
    plans.plan_origin,
    plans.appears_date as period_date,
    plans.appears_date as start_date,
    plans.ceased_date as end_date,
    case when plans.is_ceased then 'removed' end as exit,
    plans.observed_to_date as known_to,
    plans.observed_from_date,
    null::integer as limit_days,
    plan_left_out(plans.is_ceased, plans.ceased_date, plans.appears_date, plans.missing_from_date) as left_out
from plans
left join main_settings
    on plans.request_id = main_settings.request_id
left join main_needs
    on plans.request_id = main_needs.request_id
