/*
Reference tables of our own: services with their standards, year groups by age,
and published figures to compare with.
*/
create table services as
select service, label as service_name, sector, standard_days::integer as standard_days, standard
from reference_services;

create table year_groups as
select years.code as year_group, ages.code as age_group
from reference_code_lists as years
inner join reference_code_lists as ages on ages.list = 'age_group' and years.grouping = ages.label
where years.list = 'year_group';

create table comparators as
select
    metric,
    year::integer as year,
    geographic_level,
    la_code,
    area_name,
    value::double as value,
    release,
    basis
from reference_published_figures;
