/*
feed = "sen2_active_plans"
severity = "to know"
column = "activeplanstableid"
message = "A plan held without any type of need"
action = "Record the primary type of need."
*/
select held.file_id, held.row
from linked_sen2_active_plans as held
anti join linked_sen2_needs as needs
    on needs.parent_file_id = held.file_id and needs.parent_row = held.row
