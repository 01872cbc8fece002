/*
title           = "Pupils referred to a service in the last 12 months"
theme           = "Demand"
definition      = "Share of pupils on roll at the newest school census who were referred to at least one service in the 12 months up to the day looked at."
kind            = "proportion"
unit            = "%"
polarity        = "no_judgement"
numerator       = "Pupils referred to a service in the last 12 months"
denominator     = "Pupils on roll at the newest census"
breakdowns      = ["phase", "locality", "school", "trust", "school_type", "year_group", "age_group", "sex", "ethnicity_group", "language", "deprivation", "fsm"]
sources         = ["referrals", "roll"]
needs           = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "A pupil counts once however many services; 1% is 10 pupils of 1,000.",
    "A pupil whom a health file names by a local number that no file links to a UPN is counted as not referred, so shares are too low where few are matched.",
    "Pupils are those of the newest census of the authority on the day looked at, at the school of that census; a school known by published numbers alone is not in it.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "snapshot"
year            = "calendar"
*/
with censuses as (
    select la_code, max(census_date) as newest_date
    from roll
    group by la_code
),
telling as (
    select la_code, min(received_date) as first_date
    from referrals
    group by la_code
),
referred as (
    select distinct person_id
    from referrals
    where received_date + interval 12 months > $as_at
)
select
    roll.roll_id,
    roll.la_code,
    roll.person_id,
    roll.school_urn,
    roll.locality_code,
    roll.year_group,
    roll.is_fsm_eligible,
    $as_at::date as period_date,
    referred.person_id is not null as is_counted,
    case
        when coalesce(telling.first_date + interval 12 months > $as_at, true)
            then 'Referrals of the authority do not reach back 12 months'
    end as left_out
from roll
inner join censuses
    on roll.la_code = censuses.la_code and roll.census_date = censuses.newest_date
left join telling
    on roll.la_code = telling.la_code
left join referred
    on roll.person_id = referred.person_id
