/*
Plans, the settings they name or children attend, needs, annual reviews and
phase transfers. Every return tells the state of its day, so what is kept is one
row a plan, a setting, a need, a review meeting over all returns, each with the
day it began and, where a later return no longer tells it, the day it ended: its
own, else the reference date of that return.
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
    requests.la_code,
    requests.reference_date,
    row_number() over (
        partition by requests.request_id order by requests.reference_date desc, held.file_id, held.row
    ) as place
from sound_sen2_active_plans as held
inner join request_rows as requests
    on held.parent_file_id = requests.file_id and held.parent_row = requests.row;

insert into set_aside
select 'sen2_named_plans', file_id, row, 'Superseded by a newer return' from plan_rows where place > 1;

-- The academic year in which a child of that age is in Reception: all that is kept of a birth date.
create temp table reception_years as
select
    requests.request_id,
    max_by(
        year(people.birth_date) - case when month(people.birth_date) < 9 then 1 else 0 end + 5,
        (requests.reference_date, -requests.file_id, -requests.row)
    ) as reception_year
from request_rows as requests
inner join sound_sen2_requests as own on requests.file_id = own.file_id and requests.row = own.row
inner join sound_sen2_persons as people on own.parent_file_id = people.file_id and own.parent_row = people.row
where people.birth_date is not null
group by requests.request_id;

create table plans as
with tellings as (
    select request_id, reference_date, false as is_active, start_date, ceased_date, cease_reason, null as transferred_from
    from plan_rows
    union all
    select request_id, reference_date, true, null, null, null, transferred_from from active_rows
),
told as (
    select
        request_id,
        min(reference_date) as first_told_date,
        max(reference_date) as told_to_date,
        max(reference_date) filter (where is_active) as held_to_date,
        -- The current plan's start moves on with every new plan: the least said is nearest to the first.
        min(start_date) as first_start_date,
        max(transferred_from) as transferred_from,
        max_by({'on': ceased_date, 'why': cease_reason}, (reference_date, ceased_date))
            filter (where ceased_date is not null or cease_reason is not null) as ceased,
        max(reference_date) filter (where ceased_date is not null or cease_reason is not null) as cease_told_date,
        min(reference_date) filter (where ceased_date is not null or cease_reason is not null) as first_cease_told_date
    from tellings
    group by request_id
),
authority_returns as (
    select la_code, min(reference_date) as first_return_date, max(reference_date) as newest_return_date
    from sound_sen2_returns
    group by la_code
),
years as (
    select la_code, min(observed_from_date) as files_begin_date from requests group by la_code
),
placed as (
    select
        told.* exclude (ceased, cease_told_date, first_cease_told_date),
        requests.la_code,
        requests.person_id,
        requests.home_locality_code,
        requests.need_type,
        -- A return that still holds the plan after one that ended it takes that back.
        told.cease_told_date is not null and coalesce(told.held_to_date <= told.cease_told_date, true) as is_ceased,
        case when is_ceased then told.ceased['on'] end as ceased_date,
        case when is_ceased then told.ceased['why'] end as cease_reason,
        case when is_ceased then coalesce(told.ceased['on'], told.first_cease_told_date) end as ceased_known_date,
        case when is_ceased then told.cease_told_date end as cease_told_date,
        years.files_begin_date,
        authority_returns.newest_return_date,
        case when assessments.outcome = 'Y' then assessments.outcome_date end as issued_date,
        case
            when issued_date is not null then 'issued'
            when told.transferred_from is not null then 'transferred'
            when told.first_told_date = authority_returns.first_return_date then 'before_files'
            else 'not_known'
        end as plan_origin
    from told
    inner join requests on told.request_id = requests.request_id
    inner join authority_returns on requests.la_code = authority_returns.la_code
    inner join years on requests.la_code = years.la_code
    left join assessments on told.request_id = assessments.request_id
),
missing as (
    select placed.request_id, min(returns.reference_date) as missing_from_date
    from placed
    inner join sound_sen2_returns as returns
        on placed.la_code = returns.la_code
        and returns.reference_date >= placed.first_told_date
        and coalesce(returns.reference_date > placed.held_to_date, true)
        and returns.reference_date is distinct from placed.cease_told_date
    group by placed.request_id
)
select
    left(md5('plan|' || placed.request_id), 16) as plan_id,
    placed.request_id,
    placed.la_code,
    placed.person_id,
    placed.home_locality_code,
    placed.need_type as census_need_type,
    reception_years.reception_year,
    placed.plan_origin,
    case placed.plan_origin
        when 'issued' then placed.issued_date
        -- In force when the files begin, whatever day the current plan started.
        when 'before_files'
            then least(coalesce(placed.first_start_date, placed.files_begin_date - 1), placed.files_begin_date - 1)
        -- Came with a child, or was issued on a day that no return holds.
        else placed.first_told_date
    end as appears_date,
    coalesce(placed.issued_date, placed.first_start_date) as start_date,
    placed.is_ceased,
    placed.ceased_date,
    placed.cease_reason,
    placed.ceased_known_date,
    coalesce(placed.held_to_date = placed.told_to_date and placed.told_to_date = requests.known_to, false) as is_held,
    placed.transferred_from,
    placed.files_begin_date as observed_from_date,
    placed.told_to_date as known_to,
    placed.newest_return_date as observed_to_date,
    missing.missing_from_date,
    coalesce(named.file_id, held.file_id) as file_id,
    coalesce(named.row, held.row) as row
from placed
inner join requests on placed.request_id = requests.request_id
left join missing on placed.request_id = missing.request_id
left join reception_years on placed.request_id = reception_years.request_id
left join plan_rows as named on placed.request_id = named.request_id and named.place = 1
left join active_rows as held on placed.request_id = held.request_id and held.place = 1;

-- A plan under a day of request that no earlier return gave, where an earlier one held the child's plan of the same day
-- of issue under another: the day was corrected, and nothing else says that the two are one.
create temp table redated_requests as
select distinct requests.request_id, requests.file_id, requests.row
from plans as newer
inner join plans as earlier
    on newer.la_code = earlier.la_code
    and newer.person_id = earlier.person_id
    and newer.start_date = earlier.start_date
inner join requests on newer.request_id = requests.request_id
inner join merged_requests as told on newer.request_id = told.request_id
inner join merged_requests as told_before on earlier.request_id = told_before.request_id
where newer.known_to = newer.observed_to_date
    and told.first_known_date > told_before.known_to
    and not earlier.is_ceased
    and earlier.missing_from_date is not null
    and told.received_date is distinct from told_before.received_date;

-- Settings attended: one row each over the returns. A day of entry given once is that of every row about the same setting.
create temp table attended_rows as
with settings as (
    select
        settings.*,
        active_rows.request_id,
        active_rows.la_code,
        active_rows.reference_date,
        coalesce(try_cast(try_cast(settings.school_urn as double) as integer)::varchar, settings.school_urn) as urn,
        coalesce(urn, settings.setting_type, settings.ukprn, '') as where_to,
        coalesce(settings.placement_rank, '1') as rank
    from sound_sen2_placements as settings
    inner join active_rows on settings.parent_file_id = active_rows.file_id and settings.parent_row = active_rows.row
),
entered as (
    select
        * replace (
            coalesce(entry_date, max(entry_date) over (partition by request_id, where_to, rank)) as entry_date
        )
    from settings
)
select
    *,
    left(md5(concat_ws('|', request_id, where_to, rank, entry_date)), 16) as placement_key,
    row_number() over (
        partition by request_id, where_to, rank, entry_date order by reference_date desc, file_id, row
    ) as place
from entered;

insert into set_aside
select 'sen2_placements', file_id, row, 'Superseded by a newer return' from attended_rows where place > 1;

create temp table named_setting_rows as
select settings.*, plan_rows.request_id, plan_rows.reference_date, plan_rows.place
from sound_sen2_plan_details as settings
inner join plan_rows on settings.parent_file_id = plan_rows.file_id and settings.parent_row = plan_rows.row;

insert into set_aside
select 'sen2_plan_details', file_id, row, 'Superseded by a newer return' from named_setting_rows where place > 1;

create table placements as
with told as (
    select
        placement_key,
        request_id,
        min(reference_date) as first_told_date,
        max(reference_date) as last_told_date
    from attended_rows
    group by placement_key, request_id
),
dropped as (
    select told.placement_key, min(held.reference_date) as dropped_date
    from told
    inner join active_rows as held
        on told.request_id = held.request_id and held.reference_date > told.last_told_date
    group by told.placement_key
),
attended as (
    select
        newest.*,
        coalesce(newest.entry_date, told.first_told_date) as appears_date,
        dropped.dropped_date
    from attended_rows as newest
    inner join told on newest.placement_key = told.placement_key
    left join dropped on newest.placement_key = dropped.placement_key
    where newest.place = 1
),
settings as (
    select
        placement_key as placement_id,
        request_id,
        urn as school_urn,
        setting_type,
        ukprn,
        rank as placement_rank,
        false as is_named,
        entry_date,
        leaving_date,
        appears_date,
        least(
            leaving_date,
            dropped_date,
            -- Where the next one began on the same day, both may go on.
            nullif(lead(appears_date) over (partition by request_id, rank order by appears_date, placement_key), appears_date)
        ) as ended_date,
        file_id,
        row
    from attended
    union all by name
    select
        left(md5(concat_ws('|', 'sen2_plan_details', file_id, row)), 16) as placement_id,
        request_id,
        coalesce(try_cast(try_cast(school_urn as double) as integer)::varchar, school_urn) as school_urn,
        setting_type,
        placement_rank,
        true as is_named,
        reference_date as appears_date,
        file_id,
        row
    from named_setting_rows
    where place = 1
)
select
    settings.placement_id,
    settings.request_id,
    requests.la_code,
    requests.person_id,
    settings.school_urn,
    schools.locality_code,
    settings.setting_type,
    settings.placement_rank,
    case
        when settings.school_urn is not null then coalesce(by_type.placement_group, 'not_known')
        when settings.setting_type is not null then coalesce(by_setting.placement_group, 'not_known')
        -- A provider number alone: a college or other provider after 16.
        when settings.ukprn is not null then 'post_16'
        else 'not_known'
    end as placement_group,
    settings.is_named,
    settings.entry_date,
    settings.leaving_date,
    settings.appears_date,
    settings.ended_date,
    settings.file_id,
    settings.row
from settings
inner join requests on settings.request_id = requests.request_id
left join schools on settings.school_urn = schools.school_urn
left join reference_placement_groups as by_type
    on by_type.kind = 'school_type' and by_type.code = lower(schools.school_type)
left join reference_placement_groups as by_setting
    on by_setting.kind = 'setting_type' and by_setting.code = settings.setting_type;

create temp table need_rows as
select
    needs.*,
    coalesce(needs.need_rank, '1') as rank,
    active_rows.request_id,
    active_rows.reference_date,
    row_number() over (
        partition by active_rows.request_id, needs.need_type, coalesce(needs.need_rank, '1')
        order by active_rows.reference_date desc, needs.file_id, needs.row
    ) as place
from sound_sen2_needs as needs
inner join active_rows on needs.parent_file_id = active_rows.file_id and needs.parent_row = active_rows.row;

insert into set_aside select 'sen2_needs', file_id, row, 'Superseded by a newer return' from need_rows where place > 1;

create table needs as
with told as (
    select
        request_id,
        need_type,
        rank,
        min(reference_date) as first_told_date,
        max(reference_date) as last_told_date
    from need_rows
    group by all
),
dropped as (
    select told.request_id, told.need_type, told.rank, min(held.reference_date) as dropped_date
    from told
    inner join active_rows as held
        on told.request_id = held.request_id and held.reference_date > told.last_told_date
    group by all
)
select
    left(md5(concat_ws('|', 'need', newest.request_id, newest.need_type, newest.rank)), 16) as need_id,
    newest.request_id,
    requests.la_code,
    requests.person_id,
    newest.need_type,
    newest.rank as need_rank,
    -- What the first return to hold the plan tells is of the plan as it began; a later change has no day of its own.
    case when told.first_told_date = began.first_held_date then plans.appears_date else told.first_told_date end
        as appears_date,
    dropped.dropped_date as ended_date,
    newest.file_id,
    newest.row
from need_rows as newest
inner join requests on newest.request_id = requests.request_id
inner join told
    on newest.request_id = told.request_id and newest.need_type = told.need_type and newest.rank = told.rank
left join dropped
    on newest.request_id = dropped.request_id and newest.need_type = dropped.need_type and newest.rank = dropped.rank
inner join (
    select request_id, min(reference_date) as first_held_date from active_rows group by request_id
) as began on newest.request_id = began.request_id
inner join plans on newest.request_id = plans.request_id
where newest.place = 1;

/*
Reviews: one row a meeting over the returns. A return gives the last meeting and
the last decision letter, which are not always of one review: a letter older
than the meeting beside it is that of the meeting before.
*/
create temp table review_rows as
select
    *,
    row_number() over (
        partition by request_id, review_meeting_date, case when review_meeting_date is null then review_decided_date end
        order by reference_date desc, file_id, row
    ) as newness,
    newness = 1 and (place = 1 or review_meeting_date is not null or review_decided_date is not null) as is_kept
from active_rows;

insert into set_aside
select 'sen2_active_plans', file_id, row, 'Superseded by a newer return' from review_rows where not is_kept;

create table annual_reviews as
with meetings as (
    select request_id, la_code, review_meeting_date, max(reference_date) as told_to_date
    from review_rows
    where review_meeting_date is not null
    group by all
),
letters as (
    select
        rows.request_id,
        meetings.review_meeting_date,
        rows.review_decided_date,
        rows.review_outcome,
        rows.review_draft_date,
        rows.reference_date,
        rows.review_meeting_date = meetings.review_meeting_date as is_of_same_row
    from review_rows as rows
    asof inner join meetings
        on rows.request_id = meetings.request_id and rows.review_decided_date >= meetings.review_meeting_date
    where rows.review_meeting_date is not null
),
decided as (
    select
        request_id,
        review_meeting_date,
        max_by(
            {'on': review_decided_date, 'what': review_outcome}, (is_of_same_row, reference_date, review_decided_date)
        ) as letter
    from letters
    group by all
),
drafted as (
    select request_id, review_meeting_date, max_by(review_draft_date, reference_date) as review_draft_date
    from review_rows
    where review_draft_date >= review_meeting_date
    group by all
)
select
    left(md5(concat_ws('|', 'review', kept.request_id, coalesce(
        kept.review_meeting_date::varchar, 'decided ' || kept.review_decided_date, 'none'
    ))), 16) as annual_review_id,
    kept.request_id,
    requests.la_code,
    requests.person_id,
    kept.review_meeting_date,
    case when kept.review_meeting_date is null then kept.review_decided_date else decided.letter['on'] end
        as review_decided_date,
    case when kept.review_meeting_date is null then kept.review_outcome else decided.letter['what'] end
        as review_outcome,
    drafted.review_draft_date,
    -- What was held elsewhere is known once the plan is.
    greatest(
        coalesce(kept.review_meeting_date, kept.review_decided_date, kept.reference_date), plans.appears_date
    ) as appears_date,
    lead(kept.review_meeting_date) over (
        partition by kept.request_id, kept.review_meeting_date is null order by kept.review_meeting_date
    ) as next_meeting_date,
    coalesce(meetings.told_to_date, kept.reference_date) as known_to,
    plans.observed_from_date,
    requests.observed_to_date,
    kept.file_id,
    kept.row
from review_rows as kept
inner join requests on kept.request_id = requests.request_id
inner join plans on kept.request_id = plans.request_id
left join meetings
    on kept.request_id = meetings.request_id and kept.review_meeting_date = meetings.review_meeting_date
left join decided
    on kept.request_id = decided.request_id and kept.review_meeting_date = decided.review_meeting_date
left join drafted
    on kept.request_id = drafted.request_id and kept.review_meeting_date = drafted.review_meeting_date
where kept.is_kept;

/*
Phase transfers: one row a plan and year of the due date, as the returns from
2026 on give them; the newest return to name a due date in that year wins. A
final plan without a due date cannot be held to one and has a row of its own.
*/
create table phase_transfers as
with told as (
    select
        request_id,
        year(phase_transfer_due_date) as due_year,
        arg_max(phase_transfer_due_date, reference_date) as due_date,
        arg_max(phase_transfer_final_date, reference_date) as final_date,
        min(reference_date) as first_told_date,
        max(reference_date) as known_to,
        arg_max({'file_id': file_id, 'row': row}, (reference_date, -file_id, -row)) as origin
    from active_rows
    where phase_transfer_due_date is not null or phase_transfer_final_date is not null
    group by all
)
select
    left(md5(concat_ws('|', 'phase transfer', told.request_id, told.due_year)), 16) as phase_transfer_id,
    told.request_id,
    requests.la_code,
    requests.person_id,
    told.due_date,
    told.final_date,
    greatest(least(told.due_date, told.first_told_date), plans.appears_date) as appears_date,
    told.known_to,
    requests.observed_to_date,
    told.origin.file_id as file_id,
    told.origin.row as row
from told
inner join requests on told.request_id = requests.request_id
inner join plans on told.request_id = plans.request_id;
