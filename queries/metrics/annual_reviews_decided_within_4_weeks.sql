/*
title           = "Annual reviews decided within 4 weeks"
theme           = "Plans and reviews"
definition      = "Share of annual review meetings followed within 4 weeks by the letter with the decision, those still undecided past 4 weeks included as late."
kind            = "proportion"
unit            = "%"
polarity        = "higher_is_better"
numerator       = "Review meetings whose decision was notified within 4 weeks"
denominator     = "Review meetings whose 4 weeks have passed"
breakdowns      = ["age_range", "placement_group", "need", "locality", "phase", "school", "sex", "ethnicity_group", "language", "deprivation"]
sources         = ["annual_reviews", "needs", "placements", "plans"]
needs           = ["annual_reviews"]
statutory_basis = "SEND Regulations 2014, regs 20(10) and 22(2)(a)"
caveats         = [
    "Counted in the period of the meeting.",
    "A return gives the last meeting and the last letter only; a meeting that no return told of after its 4 weeks is left out.",
    "A letter older than the meeting beside it is that of the meeting before.",
    "Setting and need are those of the day looked at; the age group is that of the meeting.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
# One row a review: to keep them takes longer than to work them out twice.
is_kept         = false
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
    coalesce(
        annual_reviews.review_decided_date <= review_decision_due_date(annual_reviews.review_meeting_date), false
    ) as is_counted,
    case
        when annual_reviews.review_meeting_date is null then 'Day of the meeting not recorded'
        when annual_reviews.review_meeting_date < annual_reviews.observed_from_date then 'Held before the files begin'
        -- Early letters of reviews not yet due would flatter the newest months; on the last day one may still come in time.
        when review_decision_due_date(annual_reviews.review_meeting_date) >= least($as_at, annual_reviews.known_to)
            then 'Four weeks not yet passed when last told'
    end as left_out
from annual_reviews
left join described
    on annual_reviews.request_id = described.request_id
where annual_reviews.review_meeting_date is not null or annual_reviews.review_decided_date is not null
