/*
feed = "sen2_requests"
severity = "to know"
column = "requestoutcome"
message = "More than one undecided request of the same person"
action = "Check whether one of them has ended or is a repeat."
*/
select file_id, row from linked_sen2_requests
where decision = 'A'
qualify row_number() over (partition by parent_file_id, parent_row order by row) > 1
