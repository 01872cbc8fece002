/*
feed = "census_pupils"
severity = "to know"
column = "nativeid"
message = "A school of this census is not in the newest one, so shares of the newest day are only of the schools in it"
action = "Add the newest census of these schools, one row of each being named here; schools that closed may be left out."
stage = "tables"
*/
with counted as (
    select school_urn, census_date from roll
    union
    select school_urn, census_date from school_counts
),
newest as (
    select school_urn, census_date
    from counted
    where census_date = (select max(census_date) from counted)
)
select pupils.file_id, pupils.row
from roll_origins as pupils
anti join newest on pupils.school_urn = newest.school_urn
left join school_register as register on pupils.school_urn = register.school_urn
where pupils.census_date = (
        select max(census_date) from counted where census_date < (select max(census_date) from newest)
    )
    and coalesce(register.closed_date > (select max(census_date) from newest), true)
qualify row_number() over (partition by pupils.school_urn order by pupils.file_id, pupils.row) = 1
