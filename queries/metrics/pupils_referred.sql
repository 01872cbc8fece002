/*
title           = "Pupils referred to a service in the last 12 months"
theme           = "Demand"
definition      = "Share of pupils on roll at the newest school census who were referred to at least one service in the 12 months up to the day looked at, or up to the day on which the referral files end."
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
    "The 12 months end where the files of any provider and service end, if that is before the day looked at; if it is more than a month before, nobody is counted.",
    "A provider whose files of a service ended more than 12 months before is taken to have stopped, and is not waited for; if no other's files reach back 12 months, nobody is counted.",
    "A provider whose files of a service begin within the 12 months tells of a part of them only, where another's reach back.",
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
files as (
    select
        la_code,
        provider_code,
        service,
        min(received_date) as first_date,
        max(observed_to_date) as last_date
    from referrals
    group by la_code, provider_code, service
),
newest as (
    select la_code, least(max(last_date), $as_at) as last_date
    from files
    group by la_code
),
-- To the first day on which files of some service end; those that ended before the 12 months tell of another time, and
-- that they reach far back says nothing of the 12 months.
telling as (
    select newest.la_code, min(files.first_date) as first_date, least(min(files.last_date), $as_at) as last_date
    from newest
    inner join files
        on newest.la_code = files.la_code and files.last_date + interval 12 months > newest.last_date
    group by newest.la_code
),
pupils as (
    select roll.*, telling.first_date, telling.last_date
    from roll
    inner join censuses
        on roll.la_code = censuses.la_code and roll.census_date = censuses.newest_date
    left join telling
        on roll.la_code = telling.la_code
),
referred as (
    select distinct pupils.roll_id
    from pupils
    inner join referrals
        on pupils.person_id = referrals.person_id
        and referrals.received_date <= pupils.last_date
        and referrals.received_date + interval 12 months > pupils.last_date
)
select
    pupils.roll_id,
    pupils.la_code,
    pupils.person_id,
    pupils.school_urn,
    pupils.locality_code,
    pupils.year_group,
    pupils.is_fsm_eligible,
    $as_at::date as period_date,
    referred.roll_id is not null as is_counted,
    case
        when coalesce(pupils.first_date + interval 12 months > pupils.last_date, true)
            then 'Referrals of the authority do not reach back 12 months'
        when pupils.last_date + interval 1 month < $as_at then 'Referral files end before the day'
    end as left_out
from pupils
left join referred
    on pupils.roll_id = referred.roll_id
