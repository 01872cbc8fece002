/*
SENCos as schools returned them. The SENCo's own reference is a person's: what
is kept is a code for the post in that school and term.
*/
create temp table senco_rows as
select
    returns.* exclude (record_key, parent_file_id, parent_row, school_urn),
    regexp_replace(returns.school_urn, '\.0+$', '') as school_urn,
    row_number() over (
        partition by returns.school_urn, returns.academic_year, returns.term, returns.senco_ref
        order by returns.snapshot_date desc, returns.file_id desc, returns.row
    ) as place
from sound_senco_return as returns;

insert into set_aside
select 'senco_return', file_id, row, 'Superseded by a newer return' from senco_rows where place > 1;

create table senco_posts as
select
    left(sha256($outer_pad || unhex(sha256(
        $inner_pad || encode(concat_ws('|', 'senco', senco.school_urn, senco.academic_year, senco.term, senco.senco_ref))
    ))), 16) as senco_post_id,
    coalesce(schools.la_code, (select only_la_code from only_authority)) as la_code,
    senco.school_urn,
    schools.locality_code,
    senco.snapshot_date,
    senco.academic_year,
    senco.term,
    senco.contracted_hours,
    senco.protected_hours,
    senco.teaching_hours,
    senco.is_in_leadership_team,
    senco.is_qualified_teacher,
    senco.qualification,
    senco.file_id,
    senco.row
from senco_rows as senco
left join schools on senco.school_urn = schools.school_urn
where senco.place = 1;
