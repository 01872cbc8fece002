select
    date_trunc('year', review_meeting_date)::date as period,
    100 * count(*) filter (where review_decided_date <= review_meeting_date + 28) / count(*) as figure
from annual_reviews
where review_meeting_date >= observed_from_date and review_meeting_date + 28 < known_to
group by period
