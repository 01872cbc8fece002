/*
title           = "Time with an EHC plan and no school place"
theme           = "Plans and reviews"
definition      = "Time that a child or young person with an EHC plan has had no place in a school or college, whether out of education, educated otherwise, or with no setting named."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Children and young people with a plan, from losing or lacking a place to having one"
breakdowns      = ["setting", "age_range", "need", "locality", "sex", "ethnicity_group", "language", "deprivation"]
sources         = ["needs", "placements", "plans"]
needs           = ["plans"]
statutory_basis = "None: local measure"
caveats         = [
    "Time runs from the start of the first such setting in a row, and of a plan not yet in force then from its start; without a date of entry from the reference date of the first return that tells it, so that true times may be longer.",
    "Whose main setting ended, and of whom no later one is recorded, counts from that day, by setting as no setting recorded; time between two settings that are recorded does not count.",
    "A plan in force of which no main setting was ever recorded is left out.",
    "Home education chosen by parents and arrangements made under section 61 are among them: see them by setting.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
*/
with recorded as (
    select request_id, placement_id, placement_group, setting_type, appears_date, ended_date, false as is_after_the_last
    from placements
    where not is_named and placement_rank = '1'
),
-- Whose every setting has ended without another to follow is in none, until the plan ends.
with_what_follows as (
    select * from recorded
    union all
    select
        plans.request_id,
        null as placement_id,
        'none' as placement_group,
        null as setting_type,
        max(greatest(recorded.ended_date, recorded.appears_date)) as appears_date,
        null as ended_date,
        true as is_after_the_last
    from recorded
    inner join plans
        on recorded.request_id = plans.request_id
    group by plans.request_id
    having bool_and(recorded.ended_date is not null)
        and coalesce(
            max(greatest(recorded.ended_date, recorded.appears_date)) < any_value(plans.ceased_date), true
        )
),
main_settings as (
    select
        *,
        lag(placement_group) over in_order is distinct from 'none' as is_first,
        lead(placement_group) over in_order as next_group,
        lead(appears_date) over in_order as next_date
    from with_what_follows
    window in_order as (partition by request_id order by is_after_the_last, appears_date, placement_id)
),
in_a_row as (
    select
        *,
        count(*) filter (where is_first) over (
            partition by request_id order by is_after_the_last, appears_date, placement_id
        ) as stretch
    from main_settings
    where placement_group = 'none'
),
stretches as (
    select
        request_id,
        stretch,
        min(appears_date) as began_date,
        max(next_date) filter (where next_group <> 'none') as placed_date,
        arg_max_null(setting_type, (is_after_the_last, appears_date, placement_id)) as setting_type,
        null as why_unknown
    from in_a_row
    group by request_id, stretch
    union all
    select
        request_id,
        0 as stretch,
        appears_date as began_date,
        null as placed_date,
        null as setting_type,
        'No setting recorded' as why_unknown
    from plans
    where not is_ceased and request_id not in (select recorded.request_id from recorded)
),
main_needs as (
    select request_id, min_by(need_type, (need_rank, need_type)) as need_type
    from needs
    where ended_date is null
    group by request_id
)
select
    plans.plan_id || '|' || stretches.stretch as stretch_id,
    plans.la_code,
    plans.person_id,
    plans.home_locality_code as locality_code,
    coalesce(main_needs.need_type, plans.census_need_type) as need_type,
    age_group_on(plans.reception_year, $as_at::date) as age_range,
    coalesce(stretches.setting_type, 'not_recorded') as setting_type,
    greatest(stretches.began_date, plans.appears_date) as period_date,
    greatest(stretches.began_date, plans.appears_date) as start_date,
    least(stretches.placed_date, plans.ceased_date) as end_date,
    case
        when stretches.placed_date is not null and coalesce(stretches.placed_date <= plans.ceased_date, true)
            then 'finished'
        when plans.is_ceased then 'removed'
    end as exit,
    plans.observed_to_date as known_to,
    plans.observed_from_date,
    null::integer as limit_days,
    case
        when stretches.placed_date < plans.appears_date then 'Placed before the plan began'
        when plans.ceased_date < stretches.began_date then 'Plan ended before the setting began'
        when exit is distinct from 'finished' then coalesce(
            plan_left_out(plans.is_ceased, plans.ceased_date, plans.appears_date, plans.missing_from_date),
            stretches.why_unknown
        )
    end as left_out
from stretches
inner join plans
    on stretches.request_id = plans.request_id
left join main_needs
    on stretches.request_id = main_needs.request_id
