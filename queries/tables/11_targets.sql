/*
What the authority says itself in its targets.toml. What names no authority is
that of the only one there is; where the files are of several, it is refused.
*/
create table targets as
select * replace (coalesce(la_code, (select only_la_code from only_authority)) as la_code) from entered_targets;

create table trajectories as
select * replace (coalesce(la_code, (select only_la_code from only_authority)) as la_code) from entered_trajectories;

create table annotations as
select * replace (coalesce(la_code, (select only_la_code from only_authority)) as la_code) from entered_annotations;

create table holidays as
select * replace (coalesce(la_code, (select only_la_code from only_authority)) as la_code) from entered_holidays;
