/*
feed = "sen2_requests"
severity = "to know"
column = "requestoutcome"
message = "A decision date on a request that is not decided or was withdrawn"
action = "Correct the outcome or remove the date; of a withdrawal it counts as the day it ended."
*/
select file_id, row from linked_sen2_requests as sen2_requests where decision in ('A', 'W') and decided_date is not null
