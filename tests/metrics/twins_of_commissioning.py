"""The measures of what is commissioned once more, deliberately dull: lists of dicts in, rows out. See twins.py."""

import datetime

Row = dict[str, object]
Tables = dict[str, list[Row]]

WITH_SEN = "KAPES"


def pupils_without_commissioned_route(tables: Tables, as_at: datetime.date) -> list[Row]:
    given = [route for route in tables["commissioned_routes"] if route["snapshot_date"] <= as_at]
    rows = []
    for pupil in tables["roll"]:
        day = pupil["census_date"]
        if day > as_at or pupil["sen_provision"] not in WITH_SEN:
            continue
        said = [
            _on_the_day(route, day)
            for route in given
            if route["la_code"] == pupil["la_code"]
            and route["need_type"] == pupil["need_type"]
            and route["snapshot_date"] == _asked_of(route, given, day)
        ]
        reasons = set()
        if pupil["need_type"] is None:
            reasons.add("Type of need not recorded")
        elif "yes" not in said:
            if "since when" in said:
                reasons.add("The register does not say since when")
            if "no" not in said:
                reasons.add("Need not in the register")
        keys = ("la_code", "person_id", "school_urn", "locality_code", "need_type", "sen_provision", "year_group")
        rows.append(
            {
                "roll_id": pupil["roll_id"],
                **{key: pupil[key] for key in (*keys, "is_fsm_eligible")},
                "period_date": day,
                "is_counted": "yes" not in said,
                "left_out": reasons,
            }
        )
    return rows


def _asked_of(route: Row, given: list[Row], day: datetime.date) -> datetime.date:
    """The day of the register a route is in that answers for a census: the last by then, else the first."""
    days = sorted(
        {
            other["snapshot_date"]
            for other in given
            if (other["la_code"], other["register_number"]) == (route["la_code"], route["register_number"])
        }
    )
    return ([each for each in days if each <= day] or days[:1])[-1]


def _on_the_day(route: Row, day: datetime.date) -> str:
    begins, ends = route["from_date"], route["to_date"]
    is_over = ends is not None and ends < day
    if route["snapshot_date"] > day and begins is None:
        return "since when" if route["is_commissioned"] and not is_over else "nothing"
    if route["snapshot_date"] > day and begins > day:
        return "nothing"
    is_open = route["is_commissioned"] and not is_over and (begins is None or begins <= day)
    return "yes" if is_open else "no"


def reviews_attended_or_reported(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for asked in tables["review_contributions"]:
        if asked["review_date"] > as_at:
            continue
        said = [asked["has_attended"], asked["has_reported"]]
        reasons = set()
        if asked["is_invited"] is False:
            reasons.add("Not invited")
        if said == [None, None]:
            reasons.add("Neither attendance nor report recorded")
        keys = ("la_code", "person_id", "school_urn", "locality_code", "need_type", "year_group", "is_fsm_eligible")
        rows.append(
            {
                "review_contribution_id": asked["review_contribution_id"],
                **{key: asked[key] for key in (*keys, "service")},
                "period_date": asked["review_date"],
                "is_counted": True in said,
                "left_out": reasons,
            }
        )
    return rows


TWINS_OF_COMMISSIONING = {
    twin.__name__: twin for twin in (pupils_without_commissioned_route, reviews_attended_or_reported)
}
