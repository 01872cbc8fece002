/*
title           = "Children waiting for several services"
theme           = "Backlog"
definition      = "Share of children referred and not yet seen who are waiting for two services or more at the same time."
kind            = "proportion"
unit            = "%"
polarity        = "lower_is_better"
numerator       = "Children waiting for two services or more"
denominator     = "Children waiting for at least one service"
breakdowns      = ["locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "A child waits from the first referral for the need until the first contact, as in the wait from referral to first contact; two open referrals to one service are one wait.",
    "A referral that names no service is none besides those that do.",
    "School, local area and year group are those of the child's longest wait, whose referral stands in the list of cases.",
    "A child known to one service by a local number and to another by a different one counts as two children unless a file links the numbers.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "snapshot"
year            = "calendar"
*/
with waits as (
    select
        *,
        -- Listed first where a newer extract still holds it, then the longest wait.
        row_number() over (
            partition by person_id order by missing_from_date is not null, chain_start_date, referral_id
        ) as place
    from referrals
    -- Open as the wait from referral to first contact is: one row a chain, neither seen nor all of it closed.
    where next_received_date is null
        and chain_contact_date is null
        and (coalesce(rejected_date, discharge_date) is null or earlier_closed_date > $as_at)
),
children as (
    select
        person_id,
        coalesce(
            list(distinct service order by service) filter (where missing_from_date is null and service is not null), []
        ) as services
    from waits
    group by person_id
)
select
    waits.referral_id,
    waits.la_code,
    waits.person_id,
    waits.school_urn,
    waits.locality_code,
    waits.icb_code,
    waits.need_type,
    waits.year_group,
    waits.is_fsm_eligible,
    waits.is_looked_after,
    $as_at::date as period_date,
    len(children.services) >= 2 as is_counted,
    -- For lists of cases alone: no figure is split by it.
    children.services as services_waited_for,
    case when waits.missing_from_date is not null then 'Open in an earlier extract, not in the newest' end as left_out
from waits
inner join children
    on waits.person_id = children.person_id
where waits.place = 1
