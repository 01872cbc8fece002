with terms as (
    select school_urn, academic_year, term, max(snapshot_date) as returned_date, sum(protected_hours) as hours
    from senco_posts
    group by school_urn, academic_year, term
),
dated as (
    select
        *,
        max(returned_date) over (partition by academic_year, term) as term_date,
        make_date(year(term_date) - (month(term_date) < 9)::integer, 9, 1) as period
    from terms
),
census as (
    select school_urn, census_date, count(*) filter (where sen_provision <> 'N') as pupils_with_sen
    from roll
    group by school_urn, census_date
)
select
    period,
    10 * sum(hours) / sum(pupils_with_sen) as figure
from dated
asof join census
    on dated.school_urn = census.school_urn
    and dated.returned_date >= census.census_date
where term_date in (select max(term_date) from dated group by period)
group by period
