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
