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
select
    senco_post_id,
    la_code,
    school_urn,
    locality_code,
    max(snapshot_date) over (partition by academic_year, term) as period_date,
    coalesce(teaching_hours >= full_time_teaching_hours(), false) as is_counted,
    case when teaching_hours is null then 'Teaching hours not given' end as left_out
from senco_posts
