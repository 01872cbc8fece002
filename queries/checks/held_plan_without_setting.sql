/*
feed = "sen2_active_plans"
severity = "to know"
column = "activeplanstableid"
message = "A plan held without any placement"
action = "Record where the child is placed, or the setting code for being without a placement."
*/
select held.file_id, held.row
from linked_sen2_active_plans as held
anti join linked_sen2_placements as placements
    on placements.parent_file_id = held.file_id and placements.parent_row = held.row
