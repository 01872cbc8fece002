/*
title           = "SENCos who are full-time class teachers"
theme           = "SENCo time"
definition      = "Share of SENCos whose timetabled teaching is 20 hours a week or more."
kind            = "proportion"
unit            = "%"
polarity        = "lower_is_better"
numerator       = "SENCos with 20 or more hours of timetabled teaching a week"
denominator     = "SENCos returned"
breakdowns      = ["phase", "locality", "trust", "school"]
sources         = ["senco_posts"]
statutory_basis = "None: local measure"
caveats         = ["The 20 hours are a local assumption that an authority can change."]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "snapshot"
year            = "academic"
disclosure_unit = "staff"
*/
-- Schools of one term send their returns on different days: the term is one snapshot, dated by the last of them.
-- It stays in its academic year and before the first return of every later term, each on a day of its own, so that
-- a late return of an older term never takes the place of a newer one.
with days_returned as (
    select
        academic_year,
        term,
        row_number() over (
            order by academic_year, list_position(['autumn', 'spring', 'summer'], term) nulls first, term
        )::integer as place,
        make_date(left(academic_year, 4)::integer + 1, 8, 31) as year_end_date,
        least(min(snapshot_date), year_end_date) as first_date,
        least(max(snapshot_date), year_end_date) as last_date
    from senco_posts
    group by academic_year, term
),
term_dates as (
    select
        academic_year,
        term,
        least(
            last_date,
            min(first_date - place) over (order by place rows between 1 following and unbounded following) + place
        ) as term_date
    from days_returned
)
select
    senco_posts.senco_post_id,
    senco_posts.la_code,
    senco_posts.school_urn,
    senco_posts.locality_code,
    term_dates.term_date as period_date,
    coalesce(senco_posts.teaching_hours >= full_time_teaching_hours(), false) as is_counted,
    case when senco_posts.teaching_hours is null then 'Teaching hours not given' end as left_out
from senco_posts
inner join term_dates
    on senco_posts.academic_year = term_dates.academic_year
    and senco_posts.term = term_dates.term
