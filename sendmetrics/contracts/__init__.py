"""What each file and each table must contain: columns, codes, event dates, constraints, meanings."""

from sendmetrics.contracts import (
    census,
    published_lists,
    schools,
    sen2,
    template_of_commissioned_routes,
    template_of_looked_after,
    template_of_review_contributions,
    templates,
    templates_of_referrals,
)
from sendmetrics.contracts.shapes import Feed

FEEDS: dict[str, Feed] = {
    feed.name: feed
    for feed in (
        *sen2.FEEDS,
        *census.FEEDS,
        *schools.FEEDS,
        *published_lists.FEEDS,
        *templates_of_referrals.FEEDS,
        *templates.FEEDS,
        *template_of_looked_after.FEEDS,
        *template_of_commissioned_routes.FEEDS,
        *template_of_review_contributions.FEEDS,
    )
}
