/*
feed = "sen2_persons"
severity = "to know"
column = "uniquelearnernumber"
message = "A ULN, former UPN or name with birth date that stands for more than one child"
action = "Correct the identifier; until then it is not used to tie records together."
stage = "tables"
*/
select people.file_id, people.row
from record_identifiers as people
inner join identifier_pairs as pairs
    on pairs.known_as in (people.uln, people.former_upn)
    -- A name matters only where there is nothing better to know the child by.
    or (people.upn is null and people.uln is null and pairs.known_as = people.name)
where people.feed = 'sen2_persons' and pairs.meanings > 1
union
select people.file_id, people.row
from named_records as people
inner join shared_names
    on lower(people.surname) = shared_names.surname
    and lower(people.forename) = shared_names.forename
    and people.birth_date = shared_names.birth_date
where people.feed = 'sen2_persons' and people.upn is null and people.uln is null
