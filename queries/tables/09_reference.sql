/*
Reference tables: services with their standards, ours as an authority's services.toml
leaves them and those it adds; year groups by age; published figures to compare with.
*/
create table services as
select
    service,
    label as service_name,
    sector,
    standard_days::integer as standard_days,
    standard,
    certainty,
    share_wanted::integer as share_wanted,
    nullif(share_standard, '') as share_standard
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
