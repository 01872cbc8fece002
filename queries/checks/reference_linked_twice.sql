/*
feed = "person_links"
severity = "to know"
column = "person_ref"
message = "A reference tied to more than one child"
action = "Keep the right link; until then the reference stands for itself."
stage = "tables"
*/
select links.file_id, links.row
from record_identifiers as links
inner join identifier_pairs as pairs on links.person_ref = pairs.known_as
where links.feed = 'person_links' and pairs.meanings > 1
