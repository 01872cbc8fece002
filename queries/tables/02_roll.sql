/*
Pupils at each census: main registrations only, as DfE counts them, one row per
pupil and census day. Types of need and free meals are tied to the pupil here.
*/
create temp table pupil_rows as
with registrations as (
    select
        pupils.file_id,
        pupils.row,
        pupils.year_group,
        pupils.sen_provision,
        pupils.enrolment_status,
        pupils.sex,
        pupils.ethnicity,
        pupils.language,
        persons.person_id,
        schools.la_code,
        schools.school_urn,
        days.census_date,
        coalesce(pupils.enrolment_status, 'C') in ('C', 'M') as is_main
    from sound_census_pupils as pupils
    inner join census_days as days on pupils.file_id = days.file_id
    inner join persons
        on persons.feed = 'census_pupils' and persons.file_id = pupils.file_id and persons.row = pupils.row
    inner join census_schools_named as schools
        on pupils.file_id = schools.file_id and pupils.census_school = schools.census_school
),
in_two_files as (
    select census_date, school_urn
    from registrations
    group by census_date, school_urn
    having count(distinct file_id) > 1
),
-- Who is in two files of one census counts once; without an identifier nobody can be found in another file.
repeats as (
    select
        registrations.file_id,
        registrations.row,
        first_value(registrations.file_id) over (
            partition by
                registrations.person_id, registrations.census_date, registrations.school_urn, registrations.is_main
            order by registrations.enrolment_status desc, registrations.file_id
        ) as counted_file_id
    from registrations
    inner join in_two_files
        on registrations.census_date = in_two_files.census_date
        and registrations.school_urn = in_two_files.school_urn
),
placed as (
    select
        registrations.*,
        coalesce(repeats.counted_file_id, registrations.file_id) as counted_file_id,
        row_number() over (
            partition by registrations.person_id, registrations.census_date, registrations.is_main
            order by
                registrations.enrolment_status desc, registrations.school_urn, registrations.file_id, registrations.row
        ) as place
    from registrations
    left join repeats on registrations.file_id = repeats.file_id and registrations.row = repeats.row
),
free_meals as (
    select
        periods.parent_file_id,
        periods.parent_row,
        bool_or(periods.starts_date <= days.census_date and coalesce(periods.ends_date >= days.census_date, true))
            as is_fsm_eligible
    from sound_census_free_meals as periods
    inner join census_days as days on periods.parent_file_id = days.file_id
    group by periods.parent_file_id, periods.parent_row
),
free_meal_files as (
    select distinct parent_file_id from sound_census_free_meals
),
needs as (
    select parent_file_id, parent_row, min_by(need_type, (coalesce(need_rank, '1'), row)) as need_type
    from sound_census_needs
    group by parent_file_id, parent_row
)
select
    pupils.file_id,
    pupils.row,
    pupils.la_code,
    pupils.person_id,
    pupils.school_urn,
    pupils.census_date,
    pupils.year_group,
    pupils.sen_provision,
    needs.need_type,
    case when free_meal_files.parent_file_id is not null then coalesce(free_meals.is_fsm_eligible, false) end
        as is_fsm_eligible,
    pupils.enrolment_status,
    pupils.sex,
    pupils.ethnicity,
    pupils.language,
    pupils.counted_file_id,
    case
        when not pupils.is_main then 'Not a main registration'
        when pupils.file_id <> pupils.counted_file_id
            then 'The same pupil at the same school in another file of this census'
        when pupils.place > 1 then 'Registered twice on the same census day'
    end as aside
from placed as pupils
left join needs on pupils.file_id = needs.parent_file_id and pupils.row = needs.parent_row
left join free_meal_files on pupils.file_id = free_meal_files.parent_file_id
left join free_meals on pupils.file_id = free_meals.parent_file_id and pupils.row = free_meals.parent_row;

insert into set_aside select 'census_pupils', file_id, row, aside from pupil_rows where aside is not null;

insert into set_aside
select 'census_needs', needs.file_id, needs.row, 'Pupil set aside'
from sound_census_needs as needs
inner join pupil_rows on needs.parent_file_id = pupil_rows.file_id and needs.parent_row = pupil_rows.row
where pupil_rows.aside is not null;

insert into set_aside
select 'census_needs', file_id, row, 'Secondary type of need: measures use the primary one'
from sound_census_needs
where (file_id, row) not in (select (file_id, row) from set_aside where feed = 'census_needs')
qualify row_number() over (partition by parent_file_id, parent_row order by coalesce(need_rank, '1'), row) > 1;

insert into set_aside
select 'census_free_meals', periods.file_id, periods.row, 'Pupil set aside'
from sound_census_free_meals as periods
inner join pupil_rows on periods.parent_file_id = pupil_rows.file_id and periods.parent_row = pupil_rows.row
where pupil_rows.aside is not null;

create table roll as
select
    row_number() over (order by pupils.census_date, pupils.la_code, pupils.school_urn, pupils.person_id)::integer as roll_id,
    pupils.la_code,
    pupils.person_id,
    pupils.school_urn,
    schools.locality_code,
    pupils.census_date,
    pupils.year_group,
    pupils.sen_provision,
    pupils.need_type,
    pupils.is_fsm_eligible
from pupil_rows as pupils
left join schools on pupils.school_urn = schools.school_urn
where pupils.aside is null;

/*
Where a child was from each census on, until the next one: with no school from a
census of that school on that no longer holds the child.
*/
create temp table roll_places as
with school_censuses as (
    select school_urn, census_date, lead(census_date) over (partition by school_urn order by census_date) as next_date
    from (select distinct school_urn, census_date from roll)
),
leavings as (
    select distinct roll.person_id, school_censuses.next_date as census_date
    from roll
    inner join school_censuses
        on roll.school_urn = school_censuses.school_urn and roll.census_date = school_censuses.census_date
    anti join roll as later on roll.person_id = later.person_id and school_censuses.next_date = later.census_date
    where school_censuses.next_date is not null
)
select person_id, census_date, la_code, school_urn, locality_code, year_group, need_type, is_fsm_eligible from roll
union all by name
select person_id, census_date from leavings;

create temp table roll_origins as
select file_id, row, census_date, school_urn from pupil_rows where aside is null;

create table school_counts as
with counted as (
    select
        counts.file_id,
        counts.row,
        schools.la_code,
        published.school_urn,
        schools.locality_code,
        days.census_date,
        counts.pupils,
        counts.sen_support,
        counts.ehc_plans
    from sound_school_counts as counts
    inner join published_schools as published on counts.file_id = published.file_id and counts.row = published.row
    inner join count_days as days on counts.file_id = days.file_id and counts.row = days.row
    left join schools on published.school_urn = schools.school_urn
    anti join (select distinct school_urn, census_date from roll) as pupil_level
        on published.school_urn = pupil_level.school_urn and days.census_date = pupil_level.census_date
)
select
    row_number() over (order by file_id, row)::integer as school_count_id,
    * exclude (file_id, row),
    file_id,
    row
from counted
qualify row_number() over (partition by school_urn, census_date order by file_id desc, row) = 1;

insert into set_aside
select
    'school_counts',
    counts.file_id,
    counts.row,
    case
        when published.school_urn is null then 'Total for England, a region or an authority, not a school'
        when days.census_date is null then 'No date'
        else 'Pupil rows or a newer file hold this school and day'
    end
from sound_school_counts as counts
left join published_schools as published on counts.file_id = published.file_id and counts.row = published.row
left join count_days as days on counts.file_id = days.file_id and counts.row = days.row
anti join school_counts as kept on counts.file_id = kept.file_id and counts.row = kept.row;

alter table school_counts drop column file_id;
alter table school_counts drop column row;
