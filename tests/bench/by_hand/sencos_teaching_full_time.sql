with posts as (
    select *, max(snapshot_date) over (partition by academic_year, term) as returned_date
    from senco_posts
),
terms as (
    select *, make_date(year(returned_date) - (month(returned_date) < 9)::integer, 9, 1) as period
    from posts
)
select period, 100 * count(*) filter (where teaching_hours >= 20) / count(teaching_hours) as figure
from terms
where returned_date in (select max(returned_date) from terms group by period)
group by period
