/*
title           = "Amended plans within 12 weeks of the review"
theme           = "Plans and reviews"
definition      = "Share of annual review meetings that led to an amendment and were followed by the amended plan within 12 weeks, those still without one past 12 weeks included as late."
kind            = "proportion"
unit            = "%"
polarity        = "higher_is_better"
numerator       = "Review meetings followed by the amended plan within 12 weeks"
denominator     = "Review meetings that led to an amendment and whose 12 weeks have passed"
breakdowns      = ["age_range", "placement_group", "need", "locality", "phase", "school", "sex", "ethnicity_group", "language", "deprivation"]
sources         = ["annual_reviews", "case_events", "needs", "placements", "plans"]
needs           = ["case_events"]
statutory_basis = "SEND Regulations 2014, regs 20(10), 22(2)(a) and 22(3)"
caveats         = [
    "Counted in the period of the meeting.",
    "The 12 weeks are the 4 for the decision with the proposed changes and the 8 from there to the amended plan, as the High Court read the regulations: R (L, M, P) v Devon CC [2022] EWHC 493 (Admin).",
    "That an amendment was proposed is told by the log of case events alone; reviews without a notice of amendments or an amended plan in it are left out and never counted as late.",
    "Where the log notes amended plans and no notices, reviews whose amended plan never came are not seen, and the share is too high.",
    "A return gives the last meeting only: of two meetings between two returns the first is not seen, and its amendment counts as one of the meeting before.",
    "On a day after the newest return a notice or plan that comes past the 12 weeks may follow a meeting not yet told of, and is left out.",
    "Setting and need are those of the day looked at; the age group is that of the meeting.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
# One row a review: to keep them takes longer than to work them out twice.
is_kept         = false
*/
with logs as (
    select la_code, min(event_date) as log_from_date, max(known_to) as log_to_date
    from case_events
    group by la_code
),
amendments as (
    select
        annual_reviews.annual_review_id,
        min(case_events.event_date) as first_told_date,
        min(case_events.event_date) filter (where case_events.event = 'amended_plan') as amended_date
    from annual_reviews
    inner join case_events
        on annual_reviews.request_id = case_events.request_id
        and annual_reviews.review_meeting_date <= case_events.event_date
        and coalesce(case_events.event_date < annual_reviews.next_meeting_date, true)
    where case_events.event in ('amendment_notice', 'amended_plan')
    group by annual_reviews.annual_review_id
),
main_settings as (
    select *
    from placements
    where not is_named and placement_rank = '1'
    qualify row_number() over (partition by request_id order by appears_date desc, placement_id desc) = 1
),
main_needs as (
    select request_id, min_by(need_type, (ended_date is not null, need_rank, need_type)) as need_type
    from needs
    group by request_id
),
-- What is said of a plan is looked up once for each plan: their reviews are several times as many.
described as (
    select
        plans.*,
        main_settings.school_urn,
        coalesce(main_settings.locality_code, plans.home_locality_code) as locality_code,
        coalesce(main_needs.need_type, plans.census_need_type) as need_type,
        coalesce(main_settings.placement_group, 'not_known') as placement_group
    from plans
    left join main_settings
        on plans.request_id = main_settings.request_id
    left join main_needs
        on plans.request_id = main_needs.request_id
)
select
    annual_reviews.annual_review_id,
    annual_reviews.la_code,
    annual_reviews.person_id,
    described.school_urn,
    described.locality_code,
    described.need_type,
    age_group_on(
        described.reception_year, coalesce(annual_reviews.review_meeting_date, annual_reviews.review_decided_date)
    ) as age_range,
    described.placement_group,
    coalesce(annual_reviews.review_meeting_date, annual_reviews.review_decided_date) as period_date,
    coalesce(amendments.amended_date <= amended_plan_due_date(annual_reviews.review_meeting_date), false) as is_counted,
    case
        when annual_reviews.review_meeting_date is null then 'Day of the meeting not recorded'
        when annual_reviews.review_meeting_date < annual_reviews.observed_from_date then 'Held before the files begin'
        when logs.la_code is null then 'No log of case events'
        when annual_reviews.review_meeting_date < logs.log_from_date then 'Held before the log of case events begins'
        when amendments.annual_review_id is null then 'No amendment in the log'
        -- Early plans of reviews not yet due would flatter the newest months; on the last day one may still come in time.
        when amended_plan_due_date(annual_reviews.review_meeting_date) >= least($as_at, logs.log_to_date)
            then 'Twelve weeks not yet passed'
        when amendments.first_told_date > amended_plan_due_date(annual_reviews.review_meeting_date)
            and amendments.first_told_date > annual_reviews.observed_to_date
            then 'Amendment after the newest return, perhaps of a later review'
        when amendments.amended_date <= amended_plan_due_date(annual_reviews.review_meeting_date) then null
        when described.ceased_date <= amended_plan_due_date(annual_reviews.review_meeting_date)
            then 'Plan ended within the 12 weeks'
        when amendments.amended_date is null
            then plan_left_out(described.is_ceased, described.ceased_date, described.appears_date, described.missing_from_date)
    end as left_out
from annual_reviews
left join logs
    on annual_reviews.la_code = logs.la_code
left join amendments
    on annual_reviews.annual_review_id = amendments.annual_review_id
left join described
    on annual_reviews.request_id = described.request_id
where annual_reviews.review_meeting_date is not null or annual_reviews.review_decided_date is not null
