/*
title           = "EHC plans ceased"
theme           = "Plans and reviews"
definition      = "Number of EHC plans that ended, by the reason the return gives."
kind            = "count"
unit            = "EHC plans"
polarity        = "no_judgement"
numerator       = "EHC plans that ended"
breakdowns      = ["cease_reason", "age_range", "placement_group", "need", "locality", "phase", "school", "sex", "ethnicity_group", "language", "deprivation"]
sources         = ["needs", "placements", "plans"]
needs           = ["plans"]
statutory_basis = "None: local measure"
caveats         = [
    "Counted on the day the plan ended, which is not the day that was decided.",
    "Setting and need are the last that a return told of the plan; the age group is that of the day it ended.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
*/
with last_settings as (
    select *
    from placements
    where not is_named and placement_rank = '1'
    qualify row_number() over (partition by request_id order by appears_date desc, placement_id desc) = 1
),
last_needs as (
    select request_id, max_by(need_type, (need_rank = '1', appears_date, need_type)) as need_type
    from needs
    group by request_id
)
select
    plans.plan_id,
    plans.la_code,
    plans.person_id,
    last_settings.school_urn,
    coalesce(last_settings.locality_code, plans.home_locality_code) as locality_code,
    coalesce(last_needs.need_type, plans.census_need_type) as need_type,
    age_group_on(plans.reception_year, plans.ceased_known_date) as age_range,
    coalesce(last_settings.placement_group, 'not_known') as placement_group,
    plans.cease_reason,
    plans.ceased_known_date as period_date,
    case
        when plans.ceased_date is null then 'Ended, no date recorded'
        when plans.ceased_date < plans.observed_from_date then 'Ended before the files begin'
        when plans.ceased_date < plans.appears_date then 'Ended before it began'
    end as left_out
from plans
left join last_settings
    on plans.request_id = last_settings.request_id
left join last_needs
    on plans.request_id = last_needs.request_id
where plans.is_ceased
