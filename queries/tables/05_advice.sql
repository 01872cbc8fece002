/*
Advice asked for assessments. The newest extract of a source that holds the
advice wins. It belongs to the request of that number in SEN2, else to the
child's last request received by the day advice was asked.
*/
create temp table advice_rows as
select
    advice.* replace (coalesce(advice.source, advice.provider_code) as source),
    persons.person_id,
    row_number() over (
        partition by advice.request_ref, persons.person_id, advice.adviser_service, advice.requested_date
        order by advice.snapshot_date desc, advice.file_id desc, advice.row
    ) as place
from sound_advice_requests as advice
inner join persons
    on persons.feed = 'advice_requests' and persons.file_id = advice.file_id and persons.row = advice.row;

insert into set_aside
select
    'advice_requests',
    file_id,
    row,
    case
        when snapshot_date < max(snapshot_date) over advice then 'Superseded by a newer extract'
        else 'The same advice once more for that day: of two files the later by name counts'
    end
from advice_rows
window advice as (partition by request_ref, person_id, adviser_service, requested_date)
qualify place > 1;

create temp table advice_matches as
with by_number as (
    select advice.file_id, advice.row, min(requests.request_id) as request_id
    from advice_rows as advice
    inner join request_rows as requests
        on advice.request_ref = requests.record_key and advice.person_id = requests.person_id
    where advice.place = 1
    group by advice.file_id, advice.row
),
by_child as (
    select advice.file_id, advice.row, requests.request_id
    from (from advice_rows where place = 1) as advice
    asof inner join (from requests where received_date is not null) as requests
        on advice.person_id = requests.person_id and advice.requested_date >= requests.received_date
)
select
    coalesce(by_number.file_id, by_child.file_id) as file_id,
    coalesce(by_number.row, by_child.row) as row,
    coalesce(by_number.request_id, by_child.request_id) as request_id
from by_number
full outer join by_child on by_number.file_id = by_child.file_id and by_number.row = by_child.row;

create table advice as
with snapshots as (
    select distinct source, snapshot_date from advice_rows where source is not null
),
missing as (
    select
        advice.file_id,
        advice.row,
        max(snapshots.snapshot_date) as observed_to_date,
        min(snapshots.snapshot_date) filter (where snapshots.snapshot_date > advice.snapshot_date) as missing_from_date
    from advice_rows as advice
    inner join snapshots on advice.source = snapshots.source
    where advice.place = 1
    group by advice.file_id, advice.row
),
placed as (
    select
        advice.*,
        matches.request_id,
        roll.school_urn,
        roll.la_code,
        roll.need_type,
        roll.year_group,
        roll.is_fsm_eligible,
        roll.locality_code
    from (from advice_rows where place = 1) as advice
    left join advice_matches as matches on advice.file_id = matches.file_id and advice.row = matches.row
    asof left join roll_places as roll
        on advice.person_id = roll.person_id and advice.requested_date >= roll.census_date
)
select
    left(md5(concat_ws('|', 'advice', placed.request_ref, placed.person_id, placed.adviser_service, placed.requested_date)), 16)
        as advice_id,
    placed.request_id,
    coalesce(requests.la_code, (select only_la_code from only_authority), placed.la_code) as la_code,
    placed.person_id,
    placed.school_urn,
    coalesce(placed.locality_code, requests.home_locality_code) as locality_code,
    placed.need_type,
    placed.year_group,
    placed.is_fsm_eligible,
    placed.adviser_service,
    placed.provider_code,
    placed.requested_date,
    placed.received_date,
    placed.snapshot_date as known_to,
    -- Without a source nobody can say which newer file should hold it.
    coalesce(missing.observed_to_date, placed.snapshot_date) as observed_to_date,
    missing.missing_from_date,
    placed.file_id,
    placed.row
from placed
left join requests on placed.request_id = requests.request_id
left join missing on placed.file_id = missing.file_id and placed.row = missing.row;
