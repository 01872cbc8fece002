/*
title           = "SENCo hours per 10 pupils with SEN"
theme           = "SENCo time"
definition      = "Hours a week protected for SENCo duties for every 10 pupils on SEN support or with an EHC plan at the school."
kind            = "ratio"
unit            = "hours a week"
polarity        = "higher_is_better"
numerator       = "Hours a week protected for SENCo duties, all SENCos of the school together"
denominator     = "Pupils on SEN support or with an EHC plan at the last census before the return"
per             = 10
breakdowns      = ["school", "phase", "locality", "trust"]
sources         = ["roll", "school_counts", "senco_posts"]
needs           = ["senco_posts"]
statutory_basis = "None: local measure"
caveats         = [
    "No law or national guidance sets a number of hours.",
    "Assistants and administrators are not included.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "snapshot"
year            = "academic"
disclosure_unit = "staff"
*/
with census_counts as (
    select
        school_urn,
        census_date,
        count(*) filter (where sen_provision in ('K', 'A', 'P', 'E', 'S')) as pupils_with_sen
    from roll
    group by school_urn, census_date
    union all
    select school_urn, census_date, sen_support + ehc_plans
    from school_counts
),
terms as (
    select
        school_urn || '|' || academic_year || '|' || term as school_term_id,
        any_value(la_code) as la_code,
        school_urn,
        any_value(locality_code) as locality_code,
        academic_year,
        term,
        max(snapshot_date) as returned_date,
        sum(protected_hours) as protected_hours
    from senco_posts
    group by school_urn, academic_year, term
),
-- Schools of one term send their returns on different days: the term is one snapshot, dated by the last of them.
-- It stays in its academic year and before the first return of every later term, each on a day of its own, so that
-- a late return of an older term never takes the place of a newer one.
days_returned as (
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
    terms.school_term_id,
    terms.la_code,
    terms.school_urn,
    terms.locality_code,
    term_dates.term_date as period_date,
    terms.protected_hours as numerator,
    census_counts.pupils_with_sen::double as denominator,
    census_counts.pupils_with_sen::integer as people,
    case
        when census_counts.census_date is null then 'No census of the school before the return'
        when census_counts.pupils_with_sen is null then 'School without published numbers'
    end as left_out
from terms
inner join term_dates
    on terms.academic_year = term_dates.academic_year
    and terms.term = term_dates.term
asof left join census_counts
    on terms.school_urn = census_counts.school_urn
    and terms.returned_date >= census_counts.census_date
