/*
feed = "sen2_requests"
severity = "to know"
column = "receiveddate"
message = "No date received on a request that is not historical"
action = "Give the date; until then the case is in no waiting time, and its plan counts as not in time."
*/
select file_id, row from linked_sen2_requests as sen2_requests where received_date is null and decision <> 'H'
