/*
Authorities, local areas and schools. GIAS says what a school is; every school
that any other file names is here too, even if GIAS does not know it.
*/
-- The newest day any dated file speaks for; local areas are those of that day.
create temp view newest_day as
select max(day) as newest_day
from (
    select reference_date as day from sound_sen2_returns
    union all
    select census_date from census_days
    union all
    select census_date from count_days
    union all
    select snapshot_date from sound_referrals
    union all
    select snapshot_date from sound_advice_requests
    union all
    select snapshot_date from sound_ehc_events
    union all
    select snapshot_date from sound_senco_return
);

create temp table areas_in_force as
with areas as (
    select
        *,
        case match_type
            when 'postcode_sector' then
                case
                    when contains(trim(match_value), ' ') then upper(regexp_replace(trim(match_value), '\s+', ' '))
                    else upper(left(trim(match_value), -1) || ' ' || right(trim(match_value), 1))
                end
            else upper(trim(match_value))
        end as place,
        case
            when effective_from_date > (select newest_day from newest_day)
                then 'Begins after the newest day of the files'
            when effective_to_date < (select newest_day from newest_day)
                then 'Ended before the newest day of the files'
        end as out_of_force
    from sound_local_areas
)
select
    * exclude (out_of_force),
    case
        when out_of_force is not null then out_of_force
        when row_number() over (
            partition by match_type, upper(replace(match_value, ' ', '')), out_of_force
            order by effective_from_date desc, file_id desc, row
        ) > 1 then 'Replaced by a later entry for the same place'
    end as aside
from areas;

insert into set_aside select 'local_areas', file_id, row, aside from areas_in_force where aside is not null;

create table localities as
select
    locality_code,
    max_by(locality_name, effective_from_date) as locality_name,
    max_by(la_code, effective_from_date) as la_code,
    max_by(upper(icb_code), effective_from_date) as icb_code,
    -- One for the whole of a local area: where its entries differ, none is told.
    case when count(distinct deprivation_quintile) = 1 then max(deprivation_quintile) end as deprivation_quintile
from areas_in_force
where aside is null
group by locality_code;

-- A file of GIAS is of the day of its last change, else of the day in its name; of equal or unknown days the last by name
-- counts as the newest.
create temp table gias_rows as
with changed as (
    select
        *,
        regexp_replace(school_urn, '\.0+$', '') as urn,
        max(last_changed_date) over (partition by file_id) as file_changed_date
    from sound_gias_schools
),
dated as (
    select changed.*, coalesce(changed.file_changed_date, named_days.named_date) as file_date
    from changed
    left join named_days on changed.file_id = named_days.file_id
)
select *, dense_rank() over (order by file_date nulls first, file_id) as newness
from dated;

create temp table school_register as
select
    urn as school_urn,
    any_value(la_code order by newness desc) as la_code,
    any_value(la_code || lpad(establishment, 4, '0') order by newness desc) as laestab,
    any_value(school_name order by newness desc) as school_name,
    any_value(case when phase not in ('Not applicable', 'Does not apply', 'None') then phase end order by newness desc)
        as phase,
    any_value(school_type order by newness desc) as school_type,
    any_value(case when trust_name not in ('Not applicable', 'Does not apply', 'None') then trust_name end order by newness desc)
        as trust_name,
    any_value(postcode order by newness desc) as postcode,
    any_value(lsoa21 order by newness desc) as lsoa21,
    any_value(ward order by newness desc) as ward,
    any_value(opened_date order by newness desc) as opened_date,
    any_value(closed_date order by newness desc) as closed_date
from gias_rows
group by urn;

insert into set_aside
with counted as (
    select urn, file_id, file_date, file_changed_date
    from gias_rows
    qualify row_number() over (partition by urn order by newness desc, row) = 1
)
select
    'gias_schools',
    rows.file_id,
    rows.row,
    case
        when rows.file_id = counted.file_id then 'The same school twice in one file'
        when rows.file_date is null and counted.file_date is not null
            then 'The same school in a GIAS file that gives its day, as this one does not'
        when rows.file_date < counted.file_date and counted.file_changed_date is not null
            then 'The same school in a GIAS file of a later day, by its LastChangedDate'
        when rows.file_date < counted.file_date
            then 'The same school in a GIAS file of a later day, by the date in its name'
        else 'The same school in a GIAS file of the same day or of none, later by name'
    end
from gias_rows as rows
inner join counted on rows.urn = counted.urn
qualify row_number() over (partition by rows.urn order by rows.newness desc, rows.row) > 1;

create temp table published_schools as
select
    file_id,
    row,
    -- Some files print 100000 as 1e+05.
    coalesce(try_cast(try_cast(school_urn as double) as integer)::varchar, school_urn) as school_urn,
    lpad(la_code, 3, '0') as la_code,
    case when regexp_full_match(establishment, '[0-9]{1,4}')
        then lpad(la_code, 3, '0') || lpad(establishment, 4, '0') end as laestab,
    school_name,
    school_type
from sound_school_counts
where try_cast(school_urn as double) is not null and coalesce(geographic_level, 'School') ilike 'school';

-- How each census export names its schools: LAEstab, URN, or something we keep as it is.
create temp table census_schools_named as
with published as (
    select published_schools.laestab, published_schools.school_urn, days.census_date
    from published_schools
    inner join count_days as days
        on published_schools.file_id = days.file_id and published_schools.row = days.row
),
named as (
    select distinct
        pupils.file_id,
        pupils.census_school,
        days.census_date,
        coalesce(
            case when headers.establishment is not null and headers.la_code is not null
                then headers.la_code || lpad(headers.establishment, 4, '0') end,
            nullif(regexp_extract(pupils.census_school, '^[0-9]{7}$'), '')
        ) as laestab
    from sound_census_pupils as pupils
    inner join census_days as days on pupils.file_id = days.file_id
    left join sound_census_schools as headers
        on pupils.parent_file_id = headers.file_id and pupils.parent_row = headers.row
)
select
    named.file_id,
    named.census_school,
    named.census_date,
    coalesce(
        -- A converted school keeps its LAEstab under a new URN: take the one open on census day.
        max_by(register.school_urn, (
            coalesce(register.opened_date, date '1900-01-01') <= named.census_date
                and coalesce(register.closed_date, date '2999-12-31') > named.census_date,
            coalesce(register.opened_date, date '1900-01-01')
        )),
        -- What GIAS does not say published numbers may: the URN they had for the LAEstab nearest to census day.
        min_by(published.school_urn, (abs(published.census_date - named.census_date), published.school_urn)),
        any_value(named.laestab),
        named.census_school
    ) as school_urn,
    coalesce(any_value(register.la_code), any_value(left(named.laestab, 3))) as la_code
from named
left join school_register as register
    on named.laestab = register.laestab or (named.laestab is null and named.census_school = register.school_urn)
left join published on named.laestab = published.laestab
group by named.file_id, named.census_school, named.census_date;

create table schools as
with mentioned as (
    select school_urn, la_code, null as school_name, null as school_type from census_schools_named
    union all
    select school_urn, la_code, school_name, school_type from published_schools
    union all
    select school_urn, null, null, null from sound_senco_return
    union all
    select school_urn, null, null, null from sound_referrals where school_urn is not null
    union all
    select school_urn, null, null, null from sound_sen2_placements where school_urn is not null
    union all
    select school_urn, null, null, null from sound_sen2_plan_details where school_urn is not null
),
figures as (
    select
        regexp_replace(school_urn, '\.0+$', '') as school_urn,
        any_value(la_code) as la_code,
        any_value(school_name) as school_name,
        any_value(school_type) as school_type
    from mentioned
    where school_urn is not null
    group by 1
),
names as (
    select
        coalesce(try_cast(try_cast(school_urn as double) as integer)::varchar, school_urn) as school_urn,
        any_value(school_name order by file_id desc, row) as school_name
    from sound_school_names
    group by 1
),
known as (
    select
        coalesce(register.school_urn, figures.school_urn) as school_urn,
        coalesce(register.school_name, names.school_name, figures.school_name) as school_name,
        coalesce(register.la_code, figures.la_code) as la_code,
        coalesce(register.phase, case
            when figures.school_type ilike '%primary%' then 'Primary'
            when figures.school_type ilike '%secondary%' then 'Secondary'
            when figures.school_type ilike '%nursery%' then 'Nursery'
            when figures.school_type ilike '%special%' then 'Special'
        end) as phase,
        coalesce(register.school_type, figures.school_type) as school_type,
        register.trust_name,
        register.postcode,
        register.lsoa21,
        register.ward,
        figures.school_urn is not null as has_figures
    from school_register as register
    full outer join figures on register.school_urn = figures.school_urn
    left join names on coalesce(register.school_urn, figures.school_urn) = names.school_urn
)
select
    known.school_urn,
    known.school_name,
    known.la_code,
    case
        when known.school_type ilike '%special%' then 'Special'
        when known.school_type ilike '%pupil referral%' or known.school_type ilike '%alternative provision%'
            then 'Alternative provision'
        when known.phase is null and known.school_type ilike '%independent%' then 'Independent'
        when known.phase ilike 'middle deemed primary' then 'Primary'
        when known.phase ilike 'middle deemed secondary' then 'Secondary'
        else known.phase
    end as phase,
    known.school_type,
    known.trust_name,
    known.postcode,
    coalesce(by_urn.locality_code, by_lsoa.locality_code, by_ward.locality_code, by_sector.locality_code) as locality_code,
    known.has_figures
from known
left join areas_in_force as by_urn
    on by_urn.match_type = 'urn' and by_urn.place = known.school_urn and by_urn.aside is null
left join areas_in_force as by_lsoa
    on by_lsoa.match_type = 'lsoa21' and by_lsoa.place = upper(known.lsoa21) and by_lsoa.aside is null
left join areas_in_force as by_ward
    on by_ward.match_type = 'ward' and by_ward.place = upper(known.ward) and by_ward.aside is null
left join areas_in_force as by_sector
    on by_sector.match_type = 'postcode_sector' and by_sector.place = postcode_sector(known.postcode)
    and by_sector.aside is null;

insert into set_aside
select 'school_names', file_id, row, 'Name of a school no other file holds'
from sound_school_names
where coalesce(try_cast(try_cast(school_urn as double) as integer)::varchar, school_urn) not in (
    select school_urn from schools
);

create table authorities as
with reference as (
    select la_code, la_name, region_name
    from reference_authorities
),
from_files as (
    select la_code, any_value(la_name) as la_name, any_value(region_name) as region_name
    from (
        select la_code, la_name, region_name from sound_gias_schools
        union all
        select lpad(la_code, 3, '0'), la_name, null from sound_authority_names
        union all
        select la_code, null, null from schools
        union all
        select la_code, null, null from sound_sen2_returns
        union all
        select la_code, null, null from sound_local_areas
    )
    where la_code is not null
    group by la_code
),
-- Whose files these are. A school that a placement, a plan or a referral names may be any authority's.
loaded as (
    select la_code from sound_sen2_returns
    union
    select la_code from sound_local_areas
    union
    select schools.la_code
    from schools
    semi join (
        select school_urn from census_schools_named
        union all
        select school_urn from published_schools
        union all
        select regexp_replace(school_urn, '\.0+$', '') from sound_senco_return
    ) as returned on schools.school_urn = returned.school_urn
)
select
    coalesce(reference.la_code, from_files.la_code) as la_code,
    coalesce(reference.la_name, from_files.la_name) as la_name,
    coalesce(reference.region_name, from_files.region_name) as region_name,
    exists (from loaded where loaded.la_code = from_files.la_code) as is_loaded
from reference
full outer join from_files on reference.la_code = from_files.la_code;

insert into set_aside
select 'authority_names', file_id, row, 'Known from our own list of authorities'
from sound_authority_names
where lpad(la_code, 3, '0') in (select la_code from reference_authorities);

-- A file without authority codes belongs to the only authority there is.
create temp view only_authority as
select case when count(*) = 1 then min(la_code) end as only_la_code from authorities where is_loaded;
