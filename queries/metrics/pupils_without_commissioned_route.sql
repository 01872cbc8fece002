/*
title           = "Pupils whose need has no commissioned route"
theme           = "Commissioning"
definition      = "Share of pupils on SEN support or with an EHC plan on census day for whose main need no service was commissioned on that day."
kind            = "proportion"
unit            = "%"
polarity        = "lower_is_better"
numerator       = "Pupils whose main need had no commissioned service on census day"
denominator     = "Pupils on SEN support or with an EHC plan whose main need the register of commissioned services tells of"
breakdowns      = ["need", "provision", "locality", "phase", "school", "year_group", "sex", "ethnicity_group", "language", "deprivation", "fsm"]
sources         = ["commissioned_routes", "roll"]
needs           = ["commissioned_routes"]
statutory_basis = "None: local measure"
caveats         = [
    "A need has a route where one register or another says that one service or more is commissioned for it; that a service can take every child is not said.",
    "Each census is held against the registers as they stood that day, else against the first ones after it, where these say from which day they hold.",
    "A need of which no register says anything is left out.",
    "What is commissioned by a body whose register is not in the files is not known here, and counts as no route.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "snapshot"
year            = "academic"
*/
with registers as (
    select distinct la_code, register_number, snapshot_date
    from commissioned_routes
),
censuses as (
    select distinct la_code, census_date
    from roll
),
-- Of each register as it stood on census day; of one that begins later, as it was first given.
registers_asked as (
    select
        censuses.la_code,
        censuses.census_date,
        registers.register_number,
        coalesce(
            max(registers.snapshot_date) filter (where registers.snapshot_date <= censuses.census_date),
            min(registers.snapshot_date)
        ) as snapshot_date
    from censuses
    inner join registers
        on censuses.la_code = registers.la_code
    group by censuses.la_code, censuses.census_date, registers.register_number
),
routes_on_the_day as (
    select
        asked.la_code,
        asked.census_date,
        routes.need_type,
        routes.is_commissioned
            and coalesce(routes.from_date <= asked.census_date, true)
            and coalesce(routes.to_date >= asked.census_date, true) as is_open,
        routes.snapshot_date <= asked.census_date or coalesce(routes.from_date <= asked.census_date, false) as is_told
    from registers_asked as asked
    inner join commissioned_routes as routes
        on asked.la_code = routes.la_code
        and asked.register_number = routes.register_number
        and asked.snapshot_date = routes.snapshot_date
),
needs_on_the_day as (
    select
        la_code,
        census_date,
        need_type,
        bool_or(is_open and is_told) as has_route,
        -- Open when the register was given, and nobody says since when: it may have been open before.
        bool_or(is_open and not is_told) as may_have_route,
        bool_or(is_told) as is_told
    from routes_on_the_day
    group by la_code, census_date, need_type
)
select
    roll.roll_id,
    roll.la_code,
    roll.person_id,
    roll.school_urn,
    roll.locality_code,
    roll.need_type,
    roll.sen_provision,
    roll.year_group,
    roll.is_fsm_eligible,
    roll.census_date as period_date,
    not coalesce(needs.has_route, false) as is_counted,
    case
        when roll.need_type is null then 'Type of need not recorded'
        when needs.has_route then null
        when needs.may_have_route then 'The register does not say since when'
        when coalesce(needs.is_told, false) then null
        else 'Need not in the register'
    end as left_out
from roll
left join needs_on_the_day as needs
    on roll.la_code = needs.la_code
    and roll.census_date = needs.census_date
    and roll.need_type = needs.need_type
where roll.sen_provision in ('K', 'A', 'P', 'E', 'S')
