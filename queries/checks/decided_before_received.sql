/*
feed = "sen2_requests"
severity = "to know"
column = "requestoutcomedate"
message = "The decision is dated before the request"
action = "Correct one of the two dates; until then the case is in no waiting time."
*/
select file_id, row from linked_sen2_requests as sen2_requests where decided_date < received_date
