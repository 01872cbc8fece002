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
    select school_urn, census_date, count(*) filter (where sen_provision <> 'N') as pupils_with_sen
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
)
select
    terms.school_term_id,
    terms.la_code,
    terms.school_urn,
    terms.locality_code,
    -- Schools of one term send their returns on different days: the term is one snapshot.
    max(terms.returned_date) over (partition by terms.academic_year, terms.term) as period_date,
    terms.protected_hours as numerator,
    census_counts.pupils_with_sen::double as denominator,
    census_counts.pupils_with_sen::integer as people,
    case
        when census_counts.census_date is null then 'No census of the school before the return'
        when census_counts.pupils_with_sen is null then 'School without published numbers'
    end as left_out
from terms
asof left join census_counts
    on terms.school_urn = census_counts.school_urn
    and terms.returned_date >= census_counts.census_date
