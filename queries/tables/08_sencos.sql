/*
SENCos as schools returned them. The SENCo's own reference is a person's: what
is kept is a code for the post in that school and term.
*/
create temp table senco_rows as
with returns as (
    select
        * exclude (record_key, parent_file_id, parent_row) replace (
            regexp_replace(school_urn, '\.0+$', '') as school_urn,
            -- Years are written 2025/26, 2025-26 or 202526.
            left(academic_year, 4) || '/' || right(academic_year, 2) as academic_year
        )
    from sound_senco_return
)
select
    *,
    case
        -- A file sent again holds all SENCos of its schools: another reference in it is no second SENCo.
        when snapshot_date < max(snapshot_date) over (partition by school_urn, academic_year, term)
            then 'The school sent a newer return for the term'
        when row_number() over (
            partition by school_urn, academic_year, term, senco_ref
            order by snapshot_date desc, file_id desc, row
        ) > 1 then 'The same SENCo once more for that day: of two files the later by name counts'
    end as aside
from returns;

insert into set_aside select 'senco_return', file_id, row, aside from senco_rows where aside is not null;

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
where senco.aside is null;
