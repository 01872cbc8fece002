/*
feed = "sen2_active_plans"
severity = "to know"
column = "activeplanstableid"
message = "More than one plan held for the same person"
action = "Keep the plan in force; mark the other as ceased."
*/
select held.file_id, held.row
from linked_sen2_active_plans as held
inner join linked_sen2_requests as requests
    on held.parent_file_id = requests.file_id and held.parent_row = requests.row
qualify row_number() over (partition by requests.parent_file_id, requests.parent_row order by held.row) > 1
