/*
Referrals, one row each from the newest extract of its source, and appointments.
Providers number their referrals each in their own way, so a referral is its
source and number together, as a keyed code: a number may be a child's own.

The child's clock: referrals of one child for one need follow each other, and
the wait runs from the first. A referral follows another when it names it; else
when it is the same child and service and the earlier one was still open and
unseen, or was rejected or closed unseen within the 12 months before (or, where
another service had to come first, within 12 months of that service's end).
A link looks back only, so it holds at every earlier date too. Those that follow
each other at one service are a chain: sent on from one service to another, a
child waits at the second since the first, but is seen by neither for the other.

The service's clock: referrals of a chain that were open together are a spell on
the service's list, and its clock runs from the day the first was accepted.
*/
create temp table referral_keys as
select
    source,
    number,
    left(sha256($outer_pad || unhex(sha256($inner_pad || encode(concat_ws('|', 'referral', source, number))))), 16)
        as referral_id
from (
    select distinct coalesce(source, provider_code, '') as source, referral_number as number from sound_referrals
);

create temp table referral_rows as
select
    referrals.* exclude (record_key, parent_file_id, parent_row, service, source, referral_number),
    keys.source,
    keys.number,
    keys.referral_id,
    coalesce(referrals.service, team_types.service) as service,
    persons.person_id,
    row_number() over (
        partition by keys.referral_id order by referrals.snapshot_date desc, referrals.file_id desc, referrals.row
    ) as place
from sound_referrals as referrals
inner join referral_keys as keys
    on coalesce(referrals.source, referrals.provider_code, '') = keys.source and referrals.referral_number = keys.number
inner join persons
    on persons.feed = 'referrals' and persons.file_id = referrals.file_id and persons.row = referrals.row
left join reference_team_types as team_types
    on referrals.team_type_code = team_types.team_type_code;

-- Which row of a referral counts instead of another, and why.
create temp table referrals_aside as
select
    rows.file_id,
    rows.row,
    counted.file_id as counted_file_id,
    case
        when counted.snapshot_date > rows.snapshot_date then 'Superseded by a newer extract'
        when counted.file_id = rows.file_id then 'The same referral twice in one file'
        else 'The same referral in a file of the same day, later by name'
    end as aside
from referral_rows as rows
inner join referral_rows as counted on rows.referral_id = counted.referral_id and counted.place = 1
where rows.place > 1;

insert into set_aside select 'referrals', file_id, row, aside from referrals_aside;

-- The list of appointments names no source: a number that two sources use tells nothing.
create temp table appointment_rows as
with numbers as (
    select number, min(referral_id) as referral_id, count(*) as sources from referral_keys group by number
)
select
    appointments.* exclude (record_key, parent_file_id, parent_row, referral_number),
    numbers.referral_id,
    case
        when numbers.number is null then 'Its referral was rejected'
        when numbers.sources > 1 then 'Two sources use its referral number'
        when row_number() over (
            partition by
                numbers.referral_id, appointments.offered_date, coalesce(appointments.sequence, 0),
                coalesce(appointments.kind, '')
            order by appointments.file_id desc, appointments.row desc
        ) > 1 then 'The same appointment in a newer file or a later row'
    end as aside
from sound_appointments as appointments
left join numbers on appointments.referral_number = numbers.number;

insert into set_aside
select 'appointments', file_id, row, aside from appointment_rows where aside is not null;

create temp table first_contacts as
with of_appointments as (
    select
        referral_id,
        min(appointment_date) filter (where attendance = 'attended') as attended_date,
        min(offered_date) as offered_date,
        count(*) filter (where attendance = 'was_not_brought') as missed_count
    from appointment_rows
    -- A triage call is not being seen.
    where aside is null and coalesce(kind, 'first') <> 'triage'
    group by referral_id
)
select
    referrals.referral_id,
    least(
        case when coalesce(referrals.attendance_code, '5') in ('5', '6') then referrals.first_contact_date end,
        of_appointments.attended_date
    ) as first_contact_date,
    least(referrals.first_offer_date, of_appointments.offered_date) as first_offer_date,
    greatest(referrals.missed_count, of_appointments.missed_count) as missed_count
from referral_rows as referrals
left join of_appointments on referrals.referral_id = of_appointments.referral_id
where referrals.place = 1;

-- Referrals of the newest extract of their source, and since when an open one is no longer in it.
create temp table missing_referrals as
with snapshots as (
    select distinct source, snapshot_date from referral_rows where source <> ''
)
select
    rows.referral_id,
    max(snapshots.snapshot_date) as observed_to_date,
    -- A closed referral may leave the list.
    min(snapshots.snapshot_date) filter (
        where snapshots.snapshot_date > rows.snapshot_date and coalesce(rows.rejected_date, rows.discharge_date) is null
    ) as missing_from_date
from referral_rows as rows
inner join snapshots on rows.source = snapshots.source
where rows.place = 1
group by rows.referral_id;

-- When the service that had to come first was over: the day the referral says or the one on which a referral of the child
-- to it was first closed, whichever came first. A later one would change what was so when the child came back.
create temp table prerequisites as
with closings as (
    select
        turned_away.referral_id,
        min(other.discharge_date) as discharge_date
    from referral_rows as turned_away
    inner join referral_rows as other
        on turned_away.person_id = other.person_id
        and turned_away.prereq_service = other.service
        and turned_away.referral_id <> other.referral_id
        and turned_away.place = 1
        and other.place = 1
        and other.received_date between turned_away.received_date and turned_away.received_date + interval 24 months
    group by turned_away.referral_id
)
select
    referrals.referral_id,
    least(referrals.prereq_end_date, closings.discharge_date) as prereq_end_date
from referral_rows as referrals
left join closings on referrals.referral_id = closings.referral_id
where referrals.place = 1;

create temp table chain_steps as
with considered as (
    select
        rows.referral_id,
        rows.person_id,
        rows.service,
        rows.received_date,
        rows.number,
        rows.previous_referral_number,
        prerequisites.prereq_end_date,
        first_contacts.first_contact_date,
        -- Gone from the files, it is open no longer, closed or not.
        coalesce(least(rows.rejected_date, rows.discharge_date), missing.missing_from_date) as ended_date
    from referral_rows as rows
    inner join first_contacts on rows.referral_id = first_contacts.referral_id
    inner join prerequisites on rows.referral_id = prerequisites.referral_id
    left join missing_referrals as missing on rows.referral_id = missing.referral_id
    where rows.place = 1
),
-- Every earlier referral that one may follow: the one it names, or one to the same service.
pairs as (
    select
        later.referral_id,
        later.person_id,
        later.received_date,
        earlier.referral_id as earlier_id,
        earlier.service as earlier_service,
        earlier.received_date as earlier_received_date,
        true as is_named
    from considered as later
    inner join considered as earlier
        on later.previous_referral_number = earlier.number and later.person_id = earlier.person_id
    where (earlier.received_date, earlier.referral_id) < (later.received_date, later.referral_id)
        and coalesce(earlier.first_contact_date > later.received_date, true)
    union all
    select
        later.referral_id,
        later.person_id,
        later.received_date,
        earlier.referral_id,
        earlier.service,
        earlier.received_date,
        false
    from considered as later
    inner join considered as earlier
        on later.person_id = earlier.person_id and later.service = earlier.service
    where (earlier.received_date, earlier.referral_id) < (later.received_date, later.referral_id)
        and coalesce(earlier.first_contact_date > later.received_date, true)
        and (
            earlier.ended_date is null
            or later.received_date <= greatest(
                earlier.ended_date,
                case when earlier.prereq_end_date <= later.received_date then earlier.prereq_end_date end,
                case when later.prereq_end_date <= later.received_date then later.prereq_end_date end
            ) + interval 12 months
        )
),
-- Seen there meanwhile on another referral: that need is over.
over as (
    select distinct pairs.referral_id, pairs.earlier_id
    from pairs
    inner join considered as seen
        on pairs.person_id = seen.person_id
        and pairs.earlier_service is not distinct from seen.service
        and seen.first_contact_date between pairs.earlier_received_date and pairs.received_date
        and (seen.received_date, seen.referral_id) < (pairs.received_date, pairs.referral_id)
),
chosen as (
    select pairs.referral_id, pairs.earlier_id
    from pairs
    anti join over on pairs.referral_id = over.referral_id and pairs.earlier_id = over.earlier_id
    -- The one it names, else the latest; of a number that two sources use, too.
    qualify row_number() over (
        partition by pairs.referral_id
        order by pairs.is_named desc, pairs.earlier_received_date desc, pairs.earlier_id desc
    ) = 1
)
select
    considered.referral_id,
    considered.received_date,
    chosen.earlier_id as previous_id
from considered
left join chosen on considered.referral_id = chosen.referral_id;

create temp table followed as
with recursive follows as (
    select referral_id, referral_id as first_id, received_date as chain_start_date
    from chain_steps
    where previous_id is null
    union all
    select chain_steps.referral_id, follows.first_id, follows.chain_start_date
    from chain_steps
    inner join follows on chain_steps.previous_id = follows.referral_id
)
select * from follows;

create temp table chains as
with of_one_service as (
    select
        followed.referral_id,
        followed.chain_start_date,
        first_value(followed.referral_id) over so_far as chain_id,
        rows.received_date,
        least(rows.rejected_date, rows.discharge_date) as closed_date,
        max(coalesce(least(rows.rejected_date, rows.discharge_date), date '2999-12-31')) over before as earlier_closed_date,
        max(coalesce(least(rows.rejected_date, rows.discharge_date, missing.missing_from_date), date '2999-12-31'))
            over before as earlier_gone_date
    from followed
    inner join referral_rows as rows on followed.referral_id = rows.referral_id and rows.place = 1
    left join missing_referrals as missing on followed.referral_id = missing.referral_id
    window
        so_far as (partition by followed.first_id, rows.service order by rows.received_date, followed.referral_id),
        before as (
            partition by followed.first_id, rows.service order by rows.received_date, followed.referral_id
            rows between unbounded preceding and 1 preceding
        )
)
select
    *,
    -- Open together: received while an earlier referral of the chain was neither closed nor gone from the files.
    last_value(case when coalesce(earlier_gone_date <= received_date, true) then referral_id end ignore nulls) over (
        partition by chain_id order by received_date, referral_id
    ) as spell_id
from of_one_service;

-- What a row must know of its chain and spell, so that a measure can read one row of either without grouping.
create temp table chain_members as
select
    chains.referral_id,
    chains.chain_id,
    chains.chain_start_date,
    chains.spell_id,
    chains.earlier_closed_date,
    min(first_contacts.first_contact_date) over whole_chain as chain_contact_date,
    lead(chains.received_date) over chain as next_received_date,
    lead(chains.received_date) over spell_in_order as next_in_spell_date,
    -- A chain is missing once every referral of it is missing or closed, and one of them is missing.
    case when count(missing.missing_from_date) over so_far > 0 then
        nullif(
            max(coalesce(missing.missing_from_date, chains.closed_date, date '2999-12-31')) over so_far,
            date '2999-12-31'
        )
    end as missing_from_date,
    case when count(missing.missing_from_date) over spell > 0 then
        nullif(
            max(coalesce(missing.missing_from_date, chains.closed_date, date '2999-12-31')) over spell,
            date '2999-12-31'
        )
    end as spell_missing_from_date,
    -- How the child came back to the service: what became of the referrals before, the most telling first.
    case
        when count(*) filter (
            where (rows.rejection_reason = 'needs_other_service_first' and rows.rejected_date = chains.closed_date)
                or rows.prereq_service is not null
        ) over before > 0 then 'other_service_first'
        when count(*) filter (where rows.rejected_date = chains.closed_date) over before > 0 then 'rejected'
        when count(rows.discharge_date) over before > 0 then 'closed_unseen'
        when chains.chain_start_date < first_value(chains.received_date) over chain then 'sent_on'
        else 'first_referral'
    end as came_by,
    min(chains.received_date) over spell as spell_start_date,
    min(rows.triaged_date) over spell as spell_triaged_date,
    min(rows.accepted_date) over spell as spell_accepted_date,
    min(first_contacts.first_offer_date) over spell as spell_offer_date,
    case when chains.spell_id = last_value(chains.spell_id) over whole_chain_in_order
        then min(first_contacts.first_contact_date) over whole_chain end as spell_contact_date,
    min(rows.assessed_date) over spell as spell_assessed_date,
    min(rows.intervention_started_date) over spell as spell_support_date,
    nullif(max(coalesce(chains.closed_date, date '2999-12-31')) over spell, date '2999-12-31') as spell_closed_date,
    last_value(
        case
            -- Rejected after it was discharged: looking back to the days between, nothing was refused.
            when rows.rejected_date = chains.closed_date then 'refused'
            when rows.discharge_reason = 'moved' then 'moved'
            when rows.discharge_date is not null then 'removed'
        end
    ) over (
        partition by chains.spell_id order by chains.closed_date nulls last, chains.referral_id
        rows between unbounded preceding and unbounded following
    ) as spell_exit
from chains
inner join referral_rows as rows on chains.referral_id = rows.referral_id and rows.place = 1
inner join first_contacts on chains.referral_id = first_contacts.referral_id
left join missing_referrals as missing on chains.referral_id = missing.referral_id
window
    whole_chain as (partition by chains.chain_id),
    chain as (partition by chains.chain_id order by chains.received_date, chains.referral_id),
    whole_chain_in_order as (
        partition by chains.chain_id order by chains.received_date, chains.referral_id
        rows between unbounded preceding and unbounded following
    ),
    spell as (partition by chains.spell_id),
    spell_in_order as (partition by chains.spell_id order by chains.received_date, chains.referral_id),
    so_far as (
        partition by chains.chain_id order by chains.received_date, chains.referral_id
        rows between unbounded preceding and current row
    ),
    before as (
        partition by chains.chain_id order by chains.received_date, chains.referral_id
        rows between unbounded preceding and 1 preceding
    );

create table referrals as
with placed as (
    select
        rows.* exclude (school_urn, locality_code, first_contact_date, first_offer_date, missed_count),
        rows.locality_code as stated_locality_code,
        first_contacts.first_contact_date,
        first_contacts.first_offer_date,
        first_contacts.missed_count,
        coalesce(regexp_replace(rows.school_urn, '\.0+$', ''), roll.school_urn) as school_urn,
        roll.year_group,
        coalesce(rows.need_code, roll.need_type) as need_type,
        roll.is_fsm_eligible
    from (from referral_rows where place = 1) as rows
    inner join first_contacts on rows.referral_id = first_contacts.referral_id
    asof left join roll_places as roll
        on rows.person_id = roll.person_id and rows.received_date >= roll.census_date
)
select
    placed.referral_id,
    chains.chain_id,
    chains.chain_start_date,
    chains.chain_contact_date,
    chains.next_received_date,
    chains.earlier_closed_date,
    chains.spell_id,
    chains.spell_start_date,
    chains.next_in_spell_date,
    first_value(chains.came_by) over (
        partition by chains.spell_id order by placed.received_date, placed.referral_id
    ) as came_by,
    chains.spell_missing_from_date,
    chains.spell_triaged_date,
    chains.spell_accepted_date,
    chains.spell_offer_date,
    chains.spell_contact_date,
    chains.spell_assessed_date,
    chains.spell_support_date,
    chains.spell_closed_date,
    chains.spell_exit,
    coalesce((select only_la_code from only_authority), schools.la_code, localities.la_code) as la_code,
    placed.person_id,
    placed.school_urn,
    coalesce(schools.locality_code, placed.stated_locality_code) as locality_code,
    placed.need_type,
    placed.year_group,
    placed.is_fsm_eligible,
    looked_after_on(placed.person_id, placed.received_date) as is_looked_after,
    placed.service,
    placed.provider_code,
    upper(placed.icb_code) as icb_code,
    placed.source_of_referral,
    placed.received_date,
    placed.triaged_date,
    placed.accepted_date,
    placed.rejected_date,
    placed.rejection_reason,
    placed.redirected_to,
    placed.prereq_service,
    placed.prereq_end_date,
    placed.first_offer_date,
    placed.first_contact_date,
    placed.assessed_date,
    placed.intervention_started_date,
    placed.discharge_date,
    placed.discharge_reason,
    placed.missed_count,
    placed.has_support_while_waiting,
    placed.snapshot_date as known_to,
    -- Without a source nobody can say which newer file should hold it.
    coalesce(missing.observed_to_date, placed.snapshot_date) as observed_to_date,
    chains.missing_from_date,
    placed.file_id,
    placed.row
from placed
inner join chain_members as chains on placed.referral_id = chains.referral_id
left join schools on placed.school_urn = schools.school_urn
left join localities on placed.stated_locality_code = localities.locality_code
left join missing_referrals as missing on placed.referral_id = missing.referral_id;

create table appointments as
select
    left(
        md5(concat_ws('|', 'appointment', rows.referral_id, rows.offered_date, rows.sequence, rows.kind)), 16
    ) as appointment_id,
    rows.referral_id,
    referrals.la_code,
    referrals.person_id,
    referrals.school_urn,
    referrals.locality_code,
    referrals.need_type,
    referrals.year_group,
    referrals.is_fsm_eligible,
    referrals.is_looked_after,
    referrals.service,
    referrals.provider_code,
    referrals.icb_code,
    rows.offered_date,
    rows.appointment_date,
    rows.kind,
    rows.attendance,
    referrals.known_to,
    rows.file_id,
    rows.row
from appointment_rows as rows
inner join referrals on rows.referral_id = referrals.referral_id
where rows.aside is null;
