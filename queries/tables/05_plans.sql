/*
Plans, the settings they name or children attend, needs and annual reviews. Of
what describes a state, the newest return that holds the request wins.
*/
create temp table plan_rows as
select
    plans.*,
    assessment_rows.request_id,
    assessment_rows.reference_date,
    row_number() over (
        partition by assessment_rows.request_id
        order by assessment_rows.reference_date desc, plans.file_id, plans.row
    ) as place
from sound_sen2_named_plans as plans
inner join ranked_assessment_rows as assessment_rows
    on plans.parent_file_id = assessment_rows.file_id and plans.parent_row = assessment_rows.row;

create temp table active_rows as
select
    held.*,
    requests.request_id,
    requests.reference_date,
    row_number() over (
        partition by requests.request_id order by requests.reference_date desc, held.file_id, held.row
    ) as place
from sound_sen2_active_plans as held
inner join request_rows as requests
    on held.parent_file_id = requests.file_id and held.parent_row = requests.row;

insert into set_aside
select 'sen2_named_plans', file_id, row, 'Superseded by a newer return' from plan_rows where place > 1;
insert into set_aside
select 'sen2_active_plans', file_id, row, 'Superseded by a newer return' from active_rows where place > 1;

create table plans as
select
    left(md5('plan|' || coalesce(named.request_id, held.request_id)), 16) as plan_id,
    coalesce(named.request_id, held.request_id) as request_id,
    requests.la_code,
    requests.person_id,
    named.start_date,
    coalesce(
        case when assessments.outcome = 'Y' then assessments.outcome_date end,
        named.start_date, requests.received_date, requests.appears_date
    ) as appears_date,
    named.ceased_date,
    named.cease_reason,
    held.request_id is not null and held.reference_date = requests.known_to as is_held,
    held.transferred_from,
    requests.known_to,
    coalesce(named.file_id, held.file_id) as file_id,
    coalesce(named.row, held.row) as row
from (from plan_rows where place = 1) as named
full outer join (from active_rows where place = 1) as held on named.request_id = held.request_id
inner join requests on coalesce(named.request_id, held.request_id) = requests.request_id
left join assessments on requests.request_id = assessments.request_id;

create temp table setting_rows as
select
    settings.*,
    active_rows.request_id,
    active_rows.reference_date,
    'sen2_placements' as feed,
    active_rows.place
from sound_sen2_placements as settings
inner join active_rows on settings.parent_file_id = active_rows.file_id and settings.parent_row = active_rows.row
union all by name
select settings.*, plan_rows.request_id, plan_rows.reference_date, 'sen2_plan_details' as feed, plan_rows.place
from sound_sen2_plan_details as settings
inner join plan_rows on settings.parent_file_id = plan_rows.file_id and settings.parent_row = plan_rows.row;

insert into set_aside select feed, file_id, row, 'Superseded by a newer return' from setting_rows where place > 1;

create table placements as
select
    left(md5(concat_ws('|', settings.feed, settings.file_id, settings.row)), 16) as placement_id,
    settings.request_id,
    requests.la_code,
    requests.person_id,
    coalesce(try_cast(try_cast(settings.school_urn as double) as integer)::varchar, settings.school_urn) as school_urn,
    settings.setting_type,
    settings.placement_rank,
    settings.feed = 'sen2_plan_details' as is_named,
    settings.entry_date,
    settings.leaving_date,
    coalesce(settings.entry_date, settings.reference_date) as appears_date,
    settings.file_id,
    settings.row
from setting_rows as settings
inner join requests on settings.request_id = requests.request_id
where settings.place = 1;

create temp table need_rows as
select needs.*, active_rows.request_id, active_rows.place,
    min(active_rows.reference_date) over (partition by active_rows.request_id, needs.need_type) as first_said_date
from sound_sen2_needs as needs
inner join active_rows on needs.parent_file_id = active_rows.file_id and needs.parent_row = active_rows.row;

insert into set_aside select 'sen2_needs', file_id, row, 'Superseded by a newer return' from need_rows where place > 1;

create table needs as
select
    left(md5(concat_ws('|', 'need', need_rows.file_id, need_rows.row)), 16) as need_id,
    need_rows.request_id,
    requests.la_code,
    requests.person_id,
    need_rows.need_type,
    need_rows.need_rank,
    need_rows.first_said_date as appears_date,
    need_rows.file_id,
    need_rows.row
from need_rows
inner join requests on need_rows.request_id = requests.request_id
where need_rows.place = 1;

create table annual_reviews as
select
    left(md5('review|' || held.request_id), 16) as annual_review_id,
    held.request_id,
    requests.la_code,
    requests.person_id,
    held.review_meeting_date,
    held.review_decided_date,
    held.review_draft_date,
    held.review_outcome,
    held.phase_transfer_due_date,
    held.phase_transfer_final_date,
    coalesce(held.review_meeting_date, held.review_decided_date, held.reference_date) as appears_date,
    requests.known_to,
    held.file_id,
    held.row
from active_rows as held
inner join requests on held.request_id = requests.request_id
where held.place = 1;
