/*
title           = "Wait for the annual review"
theme           = "Plans and reviews"
definition      = "Time from the day a plan was issued, or last reviewed, to the next review meeting, plans not yet reviewed included."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "EHC plans, from being issued or last reviewed to the next review meeting"
breakdowns      = ["age_range", "placement_group", "need", "locality", "phase", "school", "sex", "ethnicity_group", "language", "deprivation"]
sources         = ["annual_reviews", "needs", "placements", "plans"]
needs           = ["plans"]
statutory_basis = "Children and Families Act 2014, s. 44"
caveats         = [
    "A review is due within 12 calendar months of the plan being issued or of the last review meeting.",
    "A return gives the last meeting only: where two were held between two returns, the first is not seen and the wait to the second is too long.",
    "A plan issued before the files begin and not reviewed since waits from the start of its current plan.",
    "Setting, need and age group are those of the day looked at.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
# One row a review: to keep them takes longer than to work them out twice.
is_kept         = false
*/
with reviewed as (
    select
        request_id,
        min(review_meeting_date) as first_meeting_date,
        max(review_decided_date) filter (where review_meeting_date is null) as decided_alone_date
    from annual_reviews
    group by request_id
),
main_settings as (
    select request_id, school_urn, locality_code, placement_group
    from placements
    where not is_named and placement_rank = '1' and ended_date is null
    qualify row_number() over (partition by request_id order by appears_date desc, placement_id desc) = 1
),
main_needs as (
    select request_id, min_by(need_type, (need_rank, need_type)) as need_type
    from needs
    where ended_date is null
    group by request_id
),
-- What is said of a plan is looked up once for each plan: their waits are several times as many.
described as (
    select
        plans.*,
        main_settings.school_urn,
        coalesce(main_settings.locality_code, plans.home_locality_code) as locality_code,
        coalesce(main_needs.need_type, plans.census_need_type) as need_type,
        coalesce(main_settings.placement_group, 'not_known') as placement_group,
        reviewed.first_meeting_date,
        reviewed.decided_alone_date,
        plan_left_out(plans.is_ceased, plans.ceased_date, plans.appears_date, plans.missing_from_date) as plan_reason,
        plans.la_code not in (
            select annual_reviews.la_code from annual_reviews where annual_reviews.review_meeting_date is not null
        ) as is_without_meetings
    from plans
    left join reviewed
        on plans.request_id = reviewed.request_id
    left join main_settings
        on plans.request_id = main_settings.request_id
    left join main_needs
        on plans.request_id = main_needs.request_id
),
clocks as (
    select
        described.*,
        annual_reviews.annual_review_id as review_wait_id,
        annual_reviews.review_meeting_date as clock_date,
        annual_reviews.next_meeting_date as next_date,
        true as is_from_review
    from annual_reviews
    inner join described
        on annual_reviews.request_id = described.request_id
    where annual_reviews.review_meeting_date is not null
    union all
    select *, plan_id, start_date, first_meeting_date, false
    from described
    -- The current plan may have started after the first meeting told: then it is no start of the first wait.
    where coalesce(first_meeting_date > start_date, true)
)
select
    clocks.review_wait_id,
    clocks.la_code,
    clocks.person_id,
    clocks.school_urn,
    clocks.locality_code,
    clocks.need_type,
    age_group_on(clocks.reception_year, $as_at::date) as age_range,
    clocks.placement_group,
    coalesce(clocks.clock_date, clocks.appears_date) as period_date,
    clocks.clock_date as start_date,
    least(clocks.next_date, clocks.ceased_date) as end_date,
    case
        when clocks.next_date is not null and coalesce(clocks.next_date <= clocks.ceased_date, true) then 'finished'
        when clocks.is_ceased then 'removed'
    end as exit,
    clocks.observed_to_date as known_to,
    clocks.observed_from_date,
    review_limit_days(clocks.clock_date) as limit_days,
    case
        when clocks.clock_date is null then 'Start of the plan not recorded'
        when not clocks.is_from_review and clocks.plan_origin in ('transferred', 'not_known')
            then 'Came from elsewhere, no review recorded before'
        when not clocks.is_from_review and clocks.plan_origin = 'before_files' and clocks.next_date is not null
            then 'Earlier reviews are not in the files'
        when exit = 'finished' then null
        when clocks.clock_date > clocks.ceased_date then 'Plan ended before the review'
        when clocks.plan_reason is not null then clocks.plan_reason
        when not clocks.is_ceased and clocks.decided_alone_date > clocks.clock_date
            then 'Reviewed, day of the meeting not recorded'
        when not clocks.is_ceased and clocks.is_without_meetings then 'The returns do not give review meetings'
    end as left_out
from clocks
