/*
title           = "Phase transfer plans issued by the due date"
theme           = "Plans and reviews"
definition      = "Share of EHC plans reviewed before a change of phase whose final plan was issued by the due date the return gives."
kind            = "proportion"
unit            = "%"
polarity        = "higher_is_better"
numerator       = "Final plans issued before a due date of 15 February or 31 March, or by any other due date"
denominator     = "Plans with a phase transfer due date that has passed"
breakdowns      = ["phase_deadline", "age_range", "placement_group", "need", "locality", "phase", "school", "sex", "ethnicity_group", "language", "deprivation"]
sources         = ["needs", "phase_transfers", "placements", "plans"]
needs           = ["phase_transfers"]
statutory_basis = "SEND Regulations 2014, reg. 18"
caveats         = [
    "Returns give these dates from 2026 on; the due date is the return's own.",
    "The law's dates are 15 February for schools and 31 March for the move from secondary to post-16; another due date is shown as another day.",
    "The law says before these two dates, so a plan issued on one of them is late; on another due date it is in time.",
    "Plans without a final plan when last told are late, once the due date has passed.",
    "Setting, need and school are the last that a return told of the plan; the age group is that of the due date.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
*/
with main_settings as (
    select *
    from placements
    where not is_named and placement_rank = '1'
    qualify row_number() over (partition by request_id order by appears_date desc, placement_id desc) = 1
),
main_needs as (
    select request_id, min_by(need_type, (ended_date is not null, need_rank, need_type)) as need_type
    from needs
    group by request_id
)
select
    phase_transfers.phase_transfer_id,
    phase_transfers.la_code,
    phase_transfers.person_id,
    main_settings.school_urn,
    coalesce(main_settings.locality_code, plans.home_locality_code) as locality_code,
    coalesce(main_needs.need_type, plans.census_need_type) as need_type,
    age_group_on(plans.reception_year, phase_transfers.due_date) as age_range,
    coalesce(main_settings.placement_group, 'not_known') as placement_group,
    case
        when month(phase_transfers.due_date) = 2 and day(phase_transfers.due_date) = 15 then 'february'
        when month(phase_transfers.due_date) = 3 and day(phase_transfers.due_date) = 31 then 'march'
        when phase_transfers.due_date is not null then 'other'
    end as phase_deadline,
    least(coalesce(phase_transfers.due_date, phase_transfers.appears_date), $as_at::date) as period_date,
    -- The law asks for a plan before its two days; a day of the return's own is taken for the last in time.
    coalesce(
        phase_transfers.final_date <= phase_transfers.due_date
        and (phase_deadline = 'other' or phase_transfers.final_date <> phase_transfers.due_date), false
    ) as is_counted,
    case
        when phase_transfers.due_date is null then 'Due date not recorded'
        -- Plans finished early, beside others not yet due, would flatter; on a last day in time one may still come.
        when phase_transfers.due_date > least($as_at, phase_transfers.known_to)
            or (phase_deadline = 'other' and phase_transfers.due_date = least($as_at, phase_transfers.known_to))
            then 'Due date not yet passed when last told'
    end as left_out
from phase_transfers
left join plans
    on phase_transfers.request_id = plans.request_id
left join main_settings
    on phase_transfers.request_id = main_settings.request_id
left join main_needs
    on phase_transfers.request_id = main_needs.request_id
