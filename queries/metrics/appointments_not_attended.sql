/*
title           = "Appointments a child was not brought to"
theme           = "Losses"
definition      = "Share of appointments that were due, first ones and later ones, to which the child was not brought."
kind            = "proportion"
unit            = "%"
polarity        = "lower_is_better"
numerator       = "Appointments to which the child was not brought"
denominator     = "Appointments attended or missed"
breakdowns      = ["service", "provider", "appointment_kind", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["appointments"]
statutory_basis = "None: local measure"
caveats         = [
    "An appointment cancelled beforehand, by the family or by the service, is neither attended nor missed, and is left out by reason.",
    "Triage calls are no appointments of the child; one whose kind is not given counts as a first.",
    "Past appointments still recorded as booked are left out: nobody has said what came of them.",
    "A child is brought by adults: a missed appointment is the family's or the service's difficulty, not the child's.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
select
    appointment_id,
    la_code,
    person_id,
    school_urn,
    locality_code,
    icb_code,
    need_type,
    year_group,
    is_fsm_eligible,
    is_looked_after,
    service,
    provider_code,
    coalesce(kind, 'first') as appointment_kind,
    coalesce(appointment_date, offered_date) as period_date,
    coalesce(attendance = 'was_not_brought', false) as is_counted,
    case
        when appointment_date is null then 'Day of the appointment not recorded'
        when attendance = 'cancelled_by_family' then 'Cancelled by the family'
        when attendance = 'cancelled_by_service' then 'Cancelled by the service'
        when coalesce(attendance, 'booked') = 'booked' then 'Nothing recorded of what came of it'
    end as left_out
from appointments
where coalesce(kind, 'first') <> 'triage'
    and coalesce(appointment_date, offered_date) <= $as_at
