/*
Who was looked after on a day. Of each source the newest extract counts: it
holds every period. Together they speak from the day the first period ended,
since periods that ended earlier need not be in them and their children would
pass for others, to the day they describe; one without an ended period lists
only who is looked after now, and speaks for its own day.

Nothing of a child enters the warehouse but the answer for the day of a request,
of a referral or of advice asked; that only for children with a UPN, by which
the extracts and the returns know each other, or found in the extracts.
*/
create temp table looked_after_rows as
with extracts as (
    select
        periods.* exclude (record_key, parent_file_id, parent_row) replace (coalesce(periods.source, '') as source),
        persons.person_id
    from sound_looked_after as periods
    inner join persons
        on persons.feed = 'looked_after' and persons.file_id = periods.file_id and persons.row = periods.row
)
select
    *,
    case
        when (select only_la_code from only_authority) is null
            then 'Whose children they are cannot be told: not one authority alone is loaded'
        when snapshot_date < max(snapshot_date) over (partition by source) then 'Superseded by a newer extract'
        when row_number() over (
            partition by source, person_id, start_date order by snapshot_date desc, file_id desc, row
        ) > 1 then 'The same period once more for that day: of two files the later by name counts'
    end as aside
from extracts;

insert into set_aside select 'looked_after', file_id, row, aside from looked_after_rows where aside is not null;

create table looked_after_days as
with extracts as (
    select
        source,
        coalesce(min(end_date), max(snapshot_date)) as first_known_date,
        max(snapshot_date) as snapshot_date
    from looked_after_rows
    where aside is null
    group by source
)
select
    (select only_la_code from only_authority) as la_code,
    max(first_known_date) as first_known_date,
    min(snapshot_date) as known_to
from extracts
-- References that no school or return knows would make everybody one of the others.
where exists (
    from looked_after_rows as periods
    inner join persons
        on periods.person_id = persons.person_id and persons.feed in ('sen2_persons', 'census_pupils')
    where periods.aside is null
)
having max(first_known_date) <= min(snapshot_date);

create temp table known_by_upn as
select distinct person_id from person_keys where starts_with(identifier, 'upn:');

-- Where the extracts speak at all, every child is of the only authority there is.
create temp macro looked_after_on(child, asked_on) as
case
    when not exists (
        from looked_after_days as spoken_for
        where asked_on between spoken_for.first_known_date and spoken_for.known_to
    ) then null
    when exists (
        from looked_after_rows as periods
        where periods.aside is null
            and periods.person_id = child
            and asked_on between periods.start_date and coalesce(periods.end_date, periods.snapshot_date)
    ) then true
    when child in (select person_id from known_by_upn) then false
end;

-- Put on last, so that all that is read of the extracts stands in this one file. Named in full: a bare person_id would be
-- that of the period inside the macro.
alter table requests add column is_looked_after boolean;
update requests set is_looked_after = looked_after_on(requests.person_id, requests.received_date);

alter table advice add column is_looked_after boolean;
update advice set is_looked_after = looked_after_on(advice.person_id, advice.requested_date);

alter table referrals add column is_looked_after boolean;
update referrals set is_looked_after = looked_after_on(referrals.person_id, referrals.received_date);
