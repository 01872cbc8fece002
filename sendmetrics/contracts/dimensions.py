"""Ways to break figures down and to filter them: one list for the command line, the pages and the checks."""

from sendmetrics.contracts.shapes import Dimension

DIMENSIONS: dict[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        Dimension(
            "authority",
            "Authority",
            key="la_code",
            label_table="authorities",
            label_column="la_name",
            aliases=("la", "la_code"),
        ),
        Dimension("region", "Region", key="la_code", table="authorities", column="region_name"),
        Dimension(
            "locality",
            "Local area",
            key="locality_code",
            label_table="localities",
            label_column="locality_name",
            aliases=("locality_code", "local_area"),
        ),
        # A referral's own board goes before that of its local area: a child of no known area is in one all the same.
        Dimension(
            "icb",
            "ICB place",
            key="locality_code",
            table="localities",
            column="icb_code",
            aliases=("icb_code",),
            own_column="icb_code",
            held_in="referrals",
        ),
        Dimension("phase", "Phase", key="school_urn", table="schools", column="phase"),
        Dimension("trust", "Academy trust", key="school_urn", table="schools", column="trust_name"),
        Dimension("school_type", "Type of school", key="school_urn", table="schools", column="school_type"),
        Dimension(
            "school",
            "School",
            key="school_urn",
            label_table="schools",
            label_column="school_name",
            aliases=("school_urn", "urn"),
        ),
        Dimension("sex", "Sex", key="person_id", table="people", column="sex", codes="sex"),
        Dimension("ethnicity_group", "Ethnicity", key="person_id", table="people", column="ethnicity_group"),
        Dimension("language", "First language", key="person_id", table="people", column="language_group"),
        Dimension(
            "deprivation",
            "Deprivation",
            key="locality_code",
            table="localities",
            column="deprivation_quintile",
            codes="deprivation_quintile",
        ),
        Dimension("need", "Type of need", key="need_type", codes="sen_type", aliases=("need_type",)),
        Dimension("provision", "SEN provision", key="sen_provision", codes="sen_provision", aliases=("sen_provision",)),
        Dimension("year_group", "Year group", key="year_group", codes="year_group"),
        Dimension(
            "age_group", "Age group", key="year_group", table="year_groups", column="age_group", codes="age_group"
        ),
        Dimension("fsm", "Free school meals", key="is_fsm_eligible", kind="flag", aliases=("is_fsm_eligible",)),
        Dimension("looked_after", "Looked after", key="is_looked_after", kind="flag", aliases=("is_looked_after",)),
        Dimension("service", "Service", key="service", codes="service"),
        Dimension("sector", "Sector", key="service", table="services", column="sector"),
        Dimension("provider", "Provider", key="provider_code", aliases=("provider_code",)),
        Dimension("adviser", "Adviser", key="adviser_service", codes="adviser_service", aliases=("adviser_service",)),
        Dimension("stage", "Stage", key="stage", codes="stage"),
        Dimension("open_stage", "Stage reached", key="open_stage", codes="open_stage"),
        Dimension("age_band", "Age of the case", key="age_band", codes="age_band"),
        Dimension("due", "Time left of the 20 weeks", key="due", codes="due"),
        Dimension("rate_standing", "Standing in the 20-week rate", key="rate_standing", codes="rate_standing"),
        Dimension(
            "exception",
            "Exception to the 20 weeks",
            key="has_20_week_exception",
            kind="flag",
            aliases=("has_20_week_exception",),
        ),
        Dimension("reason", "Reason", key="rejection_reason", codes="rejection_reason", aliases=("rejection_reason",)),
        Dimension("came_by", "How the child came to the referral", key="came_by", codes="came_by"),
        Dimension("referral_step", "Step", key="referral_step", codes="referral_step"),
        Dimension("referral_standing", "How far it has come", key="referral_standing", codes="referral_standing"),
        Dimension("wait_band", "How long they have waited", key="wait_band", codes="wait_band"),
        Dimension("came_next", "What became of the child", key="came_next", codes="came_next"),
        Dimension("appointment_kind", "Kind of appointment", key="appointment_kind", codes="appointment_kind"),
        Dimension("ehc_standing", "EHC plan or request on the day", key="ehc_standing", codes="ehc_standing"),
        Dimension("misses", "Appointments missed", key="misses", codes="misses"),
        Dimension(
            "referral_timing",
            "First referral, before or after the request",
            key="referral_timing",
            codes="referral_timing",
        ),
        Dimension(
            "seen_by_request", "Seen by the service by the request", key="seen_by_request", codes="seen_by_request"
        ),
        Dimension("own_list", "On the list of the service itself", key="own_list", codes="own_list"),
        Dimension("age_range", "Age on the day", key="age_range", codes="age_range"),
        Dimension("placement_group", "Kind of setting", key="placement_group", codes="placement_group"),
        Dimension("setting", "Setting", key="setting_type", codes="setting", aliases=("setting_type",)),
        Dimension("cease_reason", "Why the plan ended", key="cease_reason", codes="cease_reason"),
        Dimension("plan_origin", "Where the plan came from", key="plan_origin", codes="plan_origin"),
        Dimension("dispute", "Mediation or tribunal", key="dispute", codes="dispute"),
        Dimension("phase_deadline", "Deadline", key="phase_deadline", codes="phase_deadline"),
    )
}

# What a reader's extent is made of, and the column of a metric's rows that carries it.
EXTENT_KEYS = {"authorities": "la_code", "schools": "school_urn", "services": "service"}


def find_dimension(name: str) -> Dimension | None:
    """The dimension of that name or alias, else None."""
    wanted = name.strip().casefold()
    for dimension in DIMENSIONS.values():
        if wanted == dimension.name or wanted in dimension.aliases:
            return dimension
    return None


# What stands for a value that is in none of our lists; a number follows.
NOT_IN_THE_LIST = "not in the list"


def say_not_listed(codes: str) -> str:
    """What is shown for a value that the list does not hold: Service not in the list."""
    noun = next(
        (dimension.title for dimension in DIMENSIONS.values() if codes in (dimension.codes, dimension.key)), "Code"
    )
    return f"{noun} {NOT_IN_THE_LIST}"
