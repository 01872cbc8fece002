/*
title           = "Pupils referred to each service in the last 12 months"
theme           = "Demand"
definition      = "Share of pupils on roll at the newest school census who were referred to the service in the 12 months up to the day looked at, or up to the day on which the service's referral files end."
kind            = "proportion"
unit            = "%"
polarity        = "no_judgement"
numerator       = "Pupils referred to the service in the last 12 months"
denominator     = "Pupils on roll at the newest census"
breakdowns      = ["service", "phase", "locality", "school", "trust", "school_type"]
sources         = ["referrals", "roll"]
needs           = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "A measure of one service: over several together it counts pupils once for each service, on both sides.",
    "A pupil counts once for a service however many referrals; 1% is 10 pupils of 1,000.",
    "A service is told of where the authority's files hold a referral to it; a referral that names no service counts for none.",
    "The 12 months end where a provider's files of the service end, if that is before the day looked at; if it is more than a month before, or its first referral of a provider that has not stopped is less than 12 months before, nobody is counted.",
    "A provider whose files of the service ended more than 12 months before another's is taken to have stopped, and is not waited for.",
    "A provider whose files of the service begin within the 12 months tells of a part of them only, where another's reach back.",
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
        service,
        provider_code,
        min(received_date) as first_date,
        max(observed_to_date) as last_date
    from referrals
    where service is not null
    group by la_code, service, provider_code
),
newest as (
    select la_code, service, least(max(last_date), $as_at) as last_date
    from files
    group by la_code, service
),
-- To the first day on which a provider's files of the service end; those that ended before the 12 months are of another
-- time, and that they reach far back says nothing of the 12 months.
telling as (
    select
        newest.la_code,
        newest.service,
        min(files.first_date) as first_date,
        least(min(files.last_date), $as_at) as last_date
    from newest
    inner join files
        on newest.la_code = files.la_code
        and newest.service = files.service
        and files.last_date + interval 12 months > newest.last_date
    group by newest.la_code, newest.service
),
lists as (
    select
        *,
        case
            when first_date + interval 12 months > last_date
                then 'Referrals to the service do not reach back 12 months'
            when last_date + interval 1 month < $as_at then 'Referral files of the service end before the day'
        end as left_out
    from telling
),
pupils as (
    select roll.*
    from roll
    inner join censuses
        on roll.la_code = censuses.la_code and roll.census_date = censuses.newest_date
),
places as (
    select la_code, school_urn, locality_code, min(roll_id) as first_roll_id, count(*) as pupils
    from pupils
    group by la_code, school_urn, locality_code
),
-- First who was referred where, then who of them is a pupil: every pupil beside every service would be millions.
children as materialized (
    select distinct referrals.person_id, lists.la_code, lists.service
    from referrals
    inner join lists
        on referrals.service = lists.service
        and lists.left_out is null
        and referrals.received_date <= lists.last_date
        and referrals.received_date + interval 12 months > lists.last_date
),
referred as (
    select pupils.la_code, pupils.school_urn, pupils.locality_code, children.service, count(*) as pupils
    from children
    inner join pupils
        on children.person_id = pupils.person_id and children.la_code = pupils.la_code
    group by pupils.la_code, pupils.school_urn, pupils.locality_code, children.service
),
joined as (
    select
        places.*,
        lists.service,
        lists.left_out,
        coalesce(referred.pupils, 0) as referred
    from places
    inner join lists
        on places.la_code = lists.la_code
    left join referred
        on places.la_code = referred.la_code
        and places.school_urn is not distinct from referred.school_urn
        and places.locality_code is not distinct from referred.locality_code
        and lists.service = referred.service
)
-- One row for the pupils of a school referred to the service and one for its others, each standing for many.
select
    concat_ws('-', joined.first_roll_id, joined.service, parts.is_counted) as counted_id,
    joined.la_code,
    joined.school_urn,
    joined.locality_code,
    joined.service,
    $as_at::date as period_date,
    parts.is_counted,
    case when parts.is_counted then joined.referred else joined.pupils - joined.referred end::integer as weight,
    false as is_published,
    joined.left_out
from joined
inner join (values (true), (false)) as parts (is_counted)
    on case when parts.is_counted then joined.referred else joined.pupils - joined.referred end > 0
