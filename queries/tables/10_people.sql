/*
Children and young people: sex, ethnicity and first language as the newest record
that gives them says, and nothing that names them. Of a language it is kept whether
it is English and no more: some are spoken by one child in an authority.
*/
create table people as
with described as (
    select
        pupils.person_id,
        pupils.sex,
        pupils.ethnicity,
        -- Any other code is of a language of its own, in DfE's longer list or in the school's software.
        case
            when pupils.language is not null
                then nullif(coalesce(languages.grouping, 'Other than English'), 'Not known')
        end as language_group,
        pupils.census_date as recorded_date
    from pupil_rows as pupils
    left join reference_code_lists as languages
        on languages.list = 'language' and upper(pupils.language) = languages.code
    union all
    select persons.person_id, people.sex, people.ethnicity, null, returns.reference_date
    from sound_sen2_persons as people
    inner join persons on persons.feed = 'sen2_persons' and persons.file_id = people.file_id and persons.row = people.row
    inner join sound_sen2_returns as returns
        on people.parent_file_id = returns.file_id and people.parent_row = returns.row
    union all
    select person_id, null, null, null, null
    from persons
    where feed in ('referrals', 'advice_requests', 'review_contributions')
    union all
    -- An event without a reference to its child is of the child of its request, or of nobody.
    select person_id, null, null, null, null from persons where feed = 'ehc_events' and not is_unidentified
),
newest as (
    select
        person_id,
        max_by(sex, recorded_date) filter (where sex is not null) as sex,
        max_by(ethnicity, recorded_date) filter (where ethnicity is not null) as ethnicity,
        max_by(language_group, recorded_date) filter (where language_group is not null) as language_group
    from described
    group by person_id
)
select
    newest.person_id,
    newest.sex,
    newest.ethnicity,
    codes.grouping as ethnicity_group,
    newest.language_group
from newest
left join reference_code_lists as codes
    on codes.list = 'ethnicity' and newest.ethnicity = codes.code;
