/*
feed = "looked_after"
severity = "to know"
column = "person_ref"
message = "The reference is no UPN and leads to no child of a return or a census: with a UPN elsewhere, the child counts among those not looked after"
action = "Give the UPN, or tie the reference to it in person_links.csv."
stage = "tables"
*/
select file_id, row
from looked_after_rows
where aside is null
    and person_id not in (select person_id from known_by_upn)
    and person_id not in (select person_id from persons where feed in ('sen2_persons', 'census_pupils'))
