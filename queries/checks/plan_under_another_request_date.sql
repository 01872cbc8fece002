/*
feed = "sen2_requests"
severity = "to know"
column = "receiveddate"
message = "An earlier return has the plan of the same child issued on the same day under another day of request, and this return has it no longer"
action = "Give the day that is right in every return; until then the case is two, the plan of the earlier return is left out as missing, and its request may count twice."
stage = "tables"
*/
select file_id, row from redated_requests
