/*
title           = "Pupils with an EHC plan"
theme           = "Prevalence"
definition      = "Share of pupils on a school roll on census day who have an education, health and care plan, each pupil counted at the main school."
kind            = "proportion"
unit            = "%"
polarity        = "no_judgement"
numerator       = "Pupils with an EHC plan"
denominator     = "Pupils on roll"
breakdowns      = ["phase", "locality", "school", "trust", "school_type", "year_group", "sex", "ethnicity_group", "language", "deprivation", "fsm", "authority"]
sources         = ["roll", "school_counts"]
statutory_basis = "None: local measure"
caveats         = [
    "Every school in the files counts; published national rates cover state-funded schools only.",
    "Published school counts stand in where no pupil rows were loaded; they cannot be split by year group, sex or ethnicity.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "snapshot"
year            = "academic"
comparator      = "ehc_plan_share"
*/
with published as (
    select
        *,
        case
            when pupils is null or ehc_plans is null then 'School without published numbers'
            when ehc_plans > pupils then 'School with more such pupils than pupils'
        end as left_out
    from school_counts
)
select
    roll_id as counted_id,
    la_code,
    person_id,
    school_urn,
    locality_code,
    year_group,
    is_fsm_eligible,
    census_date as period_date,
    sen_provision in ('E', 'S') as is_counted,
    1 as weight,
    false as is_published,
    null::varchar as left_out
from roll
union all
-- One row for the pupils counted and one for the others, each standing for many.
select
    -2 * published.school_count_id + parts.is_counted::integer,
    published.la_code,
    null,
    published.school_urn,
    published.locality_code,
    null,
    null,
    published.census_date,
    parts.is_counted,
    case when published.left_out is not null then 0
        when parts.is_counted then published.ehc_plans
        else published.pupils - published.ehc_plans end,
    true,
    published.left_out
from published
inner join (values (true), (false)) as parts (is_counted)
    on parts.is_counted or published.left_out is null
