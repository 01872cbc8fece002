/*
Which services came to annual reviews, or sent a report: one row a child, day and
service. What the newest extract says counts; of two people of one service the
one who came or reported. The review need not be in any return: those give the
last meeting only.
*/
create temp table review_contribution_rows as
with contributions as (
    select
        contributions.* exclude (record_key, parent_file_id, parent_row, source),
        persons.person_id
    from sound_review_contributions as contributions
    inner join persons
        on persons.feed = 'review_contributions'
        and persons.file_id = contributions.file_id
        and persons.row = contributions.row
)
select
    *,
    case
        when snapshot_date < max(snapshot_date) over (partition by person_id, review_date, service)
            then 'Superseded by a newer extract'
        when row_number() over (
            partition by person_id, review_date, service
            order by
                snapshot_date desc,
                coalesce(has_attended or has_reported, false) desc,
                has_attended is null and has_reported is null,
                coalesce(is_invited, true) desc,
                file_id desc,
                row
        ) > 1 then 'The same service at the same review once more: one that came or reported counts first'
    end as aside
from contributions;

insert into set_aside
select 'review_contributions', file_id, row, aside from review_contribution_rows where aside is not null;

create table review_contributions as
select
    left(
        md5(
            concat_ws(
                '|', 'review_contribution', contributions.person_id, contributions.review_date, contributions.service
            )
        ),
        16
    ) as review_contribution_id,
    coalesce((select only_la_code from only_authority), roll.la_code) as la_code,
    contributions.person_id,
    roll.school_urn,
    roll.locality_code,
    roll.need_type,
    roll.year_group,
    roll.is_fsm_eligible,
    contributions.service,
    contributions.review_date,
    contributions.is_invited,
    contributions.has_attended,
    contributions.has_reported,
    contributions.snapshot_date as known_to,
    contributions.file_id,
    contributions.row
from (from review_contribution_rows where aside is null) as contributions
asof left join roll_places as roll
    on contributions.person_id = roll.person_id and contributions.review_date >= roll.census_date;
