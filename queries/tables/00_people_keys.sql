/*
Who is who. Every record that names a child is given a person_id: a keyed
HMAC-SHA256 of the UPN, else of the ULN, else of name and birth date together,
else of the row itself, so that the same child meets itself across files and
nothing that names a child goes further than this file. $inner_pad and
$outer_pad are the two halves of the key (RFC 2104).

An identifier that is known under a better one (a ULN or a name held beside one
UPN only, a former UPN, a local reference in person_links) counts as that one.
One that would lead to two different children is not used, nor a name and birth
date that two records of one file share: they may be two children.
*/
create temp table named_records as
select
    'sen2_persons' as feed, file_id, row, upn, null as former_upn, uln, surname, forename, birth_date, null as person_ref
from sound_sen2_persons
union all
select 'census_pupils', file_id, row, upn, former_upn, uln, surname, forename, birth_date, null
from sound_census_pupils
union all
select 'referrals', file_id, row, null, null, null, null, null, null, person_ref from sound_referrals
union all
select 'advice_requests', file_id, row, null, null, null, null, null, null, person_ref from sound_advice_requests
union all
select 'ehc_events', file_id, row, null, null, null, null, null, null, person_ref from sound_ehc_events
union all
select 'review_contributions', file_id, row, null, null, null, null, null, null, person_ref
from sound_review_contributions
union all
select 'looked_after', file_id, row, null, null, null, null, null, null, person_ref from sound_looked_after
union all
select 'person_links', file_id, row, upn, null, uln, null, null, null, person_ref from sound_person_links;

create temp table shared_names as
select distinct lower(surname) as surname, lower(forename) as forename, birth_date
from named_records
where surname is not null and forename is not null and birth_date is not null
group by feed, file_id, lower(surname), lower(forename), birth_date
having count(distinct coalesce(upn, uln, row::varchar)) > 1;

create temp table record_identifiers as
select
    feed,
    file_id,
    row,
    'upn:' || nullif(regexp_extract(upper(replace(upn, ' ', '')), '^[A-Z][0-9]{11}[0-9A-Z]$'), '') as upn,
    'upn:' || nullif(regexp_extract(upper(replace(former_upn, ' ', '')), '^[A-Z][0-9]{11}[0-9A-Z]$'), '') as former_upn,
    -- Ten nines and ten noughts are placeholders, not learners.
    'uln:' || nullif(nullif(nullif(regexp_extract(replace(uln, ' ', ''), '^[0-9]{10}$'), ''), '9999999999'), '0000000000')
        as uln,
    case when shared_names.surname is null
        then 'name:' || lower(records.surname) || '|' || lower(records.forename) || '|' || records.birth_date end as name,
    case
        when regexp_matches(upper(replace(person_ref, ' ', '')), '^[A-Z][0-9]{11}[0-9A-Z]$')
            then 'upn:' || upper(replace(person_ref, ' ', ''))
        else 'ref:' || upper(replace(person_ref, ' ', ''))
    end as person_ref
from named_records as records
left join shared_names
    on lower(records.surname) = shared_names.surname
    and lower(records.forename) = shared_names.forename
    and records.birth_date = shared_names.birth_date;

create temp table identifier_pairs as
with pairs as (
    select former_upn as known_as, upn as is_really from record_identifiers where upn <> former_upn
    union
    select uln, upn from record_identifiers where feed <> 'person_links'
    union
    select name, upn from record_identifiers
    union
    select person_ref, coalesce(upn, uln) from record_identifiers where feed = 'person_links'
    union
    select uln, upn from record_identifiers where feed = 'person_links'
),
named_by_uln as (
    select name as known_as, uln as is_really from record_identifiers where upn is null
        and name not in (select known_as from pairs where known_as is not null and is_really is not null)
),
both_kinds as (
    select * from pairs union select * from named_by_uln
)
select known_as, any_value(is_really) as is_really, count(distinct is_really) as meanings
from both_kinds
where known_as is not null and is_really is not null and known_as <> is_really
group by known_as;

create temp table person_keys as
with recursive used as (
    select known_as, is_really from identifier_pairs
    where meanings = 1
        and not exists (
            from identifier_pairs as back
            where back.known_as = identifier_pairs.is_really and back.is_really = identifier_pairs.known_as
        )
),
followed as (
    select known_as, is_really, 1 as steps from used
    union all
    select followed.known_as, used.is_really, followed.steps + 1
    from followed inner join used on followed.is_really = used.known_as
    where followed.steps < 6
),
resolved as (
    select known_as, max_by(is_really, steps) as identifier from followed group by known_as
),
identifiers as (
    select upn as identifier from record_identifiers
    union
    select uln from record_identifiers where upn is null
    union
    select name from record_identifiers where upn is null and uln is null
    union
    select person_ref from record_identifiers
)
select
    identifiers.identifier,
    -- Sixty bits tell the children of England apart and join faster than text.
    ('0x' || left(
        sha256($outer_pad || unhex(sha256($inner_pad || encode(coalesce(resolved.identifier, identifiers.identifier))))), 15
    ))::bigint as person_id
from identifiers
left join resolved on identifiers.identifier = resolved.known_as
where identifiers.identifier is not null;

create temp table persons as
select
    records.feed,
    records.file_id,
    records.row,
    coalesce(
        keys.person_id,
        ('0x' || left(sha256($outer_pad || unhex(sha256(
            $inner_pad || encode('row:' || records.feed || '|' || records.file_id || '|' || records.row)
        ))), 15))::bigint
    ) as person_id,
    keys.person_id is null as is_unidentified
from record_identifiers as records
left join person_keys as keys
    on keys.identifier = case
        when records.feed in ('referrals', 'advice_requests', 'ehc_events', 'review_contributions', 'looked_after')
            then records.person_ref
        else coalesce(records.upn, records.uln, records.name)
    end
where records.feed <> 'person_links';
