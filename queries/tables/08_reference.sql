/*
Reference tables of our own: services with their standards, and published
figures to compare with.
*/
create table services as
select service, label as service_name, sector, standard_days::integer as standard_days, standard
from reference_services;

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
