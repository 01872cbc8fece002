/*
title           = "EHC plans started"
theme           = "Plans and reviews"
definition      = "Number of EHC plans issued after an assessment, or that came to the authority with a child or young person."
kind            = "count"
unit            = "EHC plans"
polarity        = "no_judgement"
numerator       = "EHC plans issued, or first held here"
breakdowns      = ["plan_origin", "age_range", "need", "locality", "sex", "ethnicity_group", "language", "deprivation"]
sources         = ["needs", "plans"]
needs           = ["plans"]
statutory_basis = "None: local measure"
caveats         = [
    "A plan that came from another authority has no day of its own: it counts on the reference date of the first return that holds it.",
    "A plan first told in a later return, with a start before the files begin, is left out: its child came from elsewhere without that being said, or the date of its request was corrected.",
    "The national count of new plans holds those issued after an assessment only.",
    "Need is that of the plan on the day looked at; the age group is that of the day the plan started.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
*/
with main_needs as (
    select request_id, min_by(need_type, (need_rank, need_type)) as need_type
    from needs
    where ended_date is null
    group by request_id
)
select
    plans.plan_id,
    plans.la_code,
    plans.person_id,
    plans.home_locality_code as locality_code,
    coalesce(main_needs.need_type, plans.census_need_type) as need_type,
    age_group_on(plans.reception_year, plans.appears_date) as age_range,
    plans.plan_origin,
    plans.appears_date as period_date,
    case
        when plans.plan_origin = 'before_files' or plans.appears_date < plans.observed_from_date
            then 'Started before the files begin'
        -- Its child came late, or a corrected date made it a second plan: neither began when it was first told.
        when plans.plan_origin = 'not_known' and plans.start_date < plans.observed_from_date
            then 'First told later, started before'
    end as left_out
from plans
left join main_needs
    on plans.request_id = main_needs.request_id
