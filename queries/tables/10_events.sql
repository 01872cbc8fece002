/*
Events of EHC cases. Each extract tells of a case anew: what an earlier one of
the source held of the same kind of event of that case is superseded from the
day the newer extract begins, so that a corrected date takes the old one's place.
An event belongs to the request of that number in SEN2, else to the child's last
request received by that day. Where no child is named the number alone must lead
to one request. What is dated before its request belongs to no case.
*/
create temp table event_rows as
select
    events.* exclude (person_ref, exception_evidence),
    -- An x says that it was not collected.
    coalesce(lower(trim(events.exception_evidence)) <> 'x', false) as has_exception_evidence,
    persons.person_id,
    not persons.is_unidentified as is_named,
    -- The number alone where no child is named: a row's own code would make each extract's row another event.
    concat_ws('|', events.request_ref, case when not persons.is_unidentified then persons.person_id end) as case_key,
    -- Three schools consulted on one day are three events.
    row_number() over (
        partition by events.file_id, case_key, events.event, events.event_date order by events.row
    ) as occurrence
from sound_ehc_events as events
inner join persons
    on persons.feed = 'ehc_events' and persons.file_id = events.file_id and persons.row = events.row;

create temp table events_aside as
with extracts as (
    select source, snapshot_date, min(event_date) as begins_date
    from event_rows
    where source is not null
    group by source, snapshot_date
),
told as (
    select distinct case_key, event, source, snapshot_date from event_rows
),
superseded as (
    select distinct older.file_id, older.row
    from event_rows as older
    inner join told as newer
        on older.case_key = newer.case_key
        and older.event = newer.event
        and older.source = newer.source
        and older.snapshot_date < newer.snapshot_date
    inner join extracts
        on newer.source = extracts.source
        and newer.snapshot_date = extracts.snapshot_date
        and older.event_date >= extracts.begins_date
),
ranked as (
    select
        *,
        row_number() over event as place,
        max(snapshot_date) over (partition by case_key, event, event_date, occurrence) as newest_date
    from event_rows
    window event as (
        partition by case_key, event, event_date, occurrence order by snapshot_date desc, file_id desc, row
    )
)
select
    ranked.file_id,
    ranked.row,
    case
        when superseded.row is not null or ranked.snapshot_date < ranked.newest_date
            then 'Superseded by a newer extract'
        else 'The same event once more for that day: of two files the later by name counts'
    end as aside
from ranked
left join superseded on ranked.file_id = superseded.file_id and ranked.row = superseded.row
where ranked.place > 1 or superseded.row is not null;

insert into set_aside select 'ehc_events', file_id, row, aside from events_aside;

create temp table event_matches as
with counted as (
    from event_rows anti join events_aside using (file_id, row)
),
by_number as (
    select
        counted.file_id,
        counted.row,
        arg_max_null(requests.request_id, requests.received_date) filter (
            where coalesce(requests.received_date <= counted.event_date, true)
        ) as request_id,
        min(requests.received_date) as received_date
    from counted
    inner join request_rows as requests
        on counted.request_ref = requests.record_key
        and (counted.person_id = requests.person_id or not counted.is_named)
    group by counted.file_id, counted.row, counted.is_named
    having counted.is_named or count(distinct requests.request_id) = 1
),
by_child as (
    select counted.file_id, counted.row, requests.request_id
    from (from counted anti join by_number using (file_id, row)) as counted
    asof inner join (from requests where received_date is not null) as requests
        on counted.person_id = requests.person_id and counted.event_date >= requests.received_date
)
select file_id, row, request_id, request_id is null as is_before_request from by_number
union all
select file_id, row, request_id, false from by_child;

create table case_events as
with placed as (
    select counted.*, matches.request_id, roll.la_code
    from (from event_rows anti join events_aside using (file_id, row)) as counted
    left join event_matches as matches on counted.file_id = matches.file_id and counted.row = matches.row
    asof left join roll_places as roll
        on counted.person_id = roll.person_id and counted.event_date >= roll.census_date
)
select
    left(md5(concat_ws('|', 'event', placed.case_key, placed.event, placed.event_date, placed.occurrence)), 16) as event_id,
    placed.request_id,
    coalesce(requests.la_code, (select only_la_code from only_authority), placed.la_code) as la_code,
    case when placed.is_named then placed.person_id else requests.person_id end as person_id,
    placed.event,
    placed.event_date,
    placed.exception_code,
    placed.has_exception_evidence,
    placed.exception_from_date,
    placed.exception_to_date,
    placed.snapshot_date as known_to,
    placed.file_id,
    placed.row
from placed
left join requests on placed.request_id = requests.request_id;
