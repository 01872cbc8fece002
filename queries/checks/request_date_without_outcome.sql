/*
feed = "sen2_requests"
severity = "to know"
column = "requestoutcome"
message = "A decision date on a request that is not decided or was withdrawn"
action = "Correct the outcome or remove the date."
*/
select file_id, row from linked_sen2_requests as sen2_requests where decision = 'A' and decided_date is not null
