/*
feed = "sen2_requests"
severity = "to know"
column = "receiveddate"
message = "An earlier return has the plan of the same child issued on the same day under another day of request, and this return has it no longer"
action = "Give the day that is right in every return; until then the case is two: its plan counts twice among plans issued, and of plans in force the earlier one is left out as missing."
stage = "tables"
*/
select file_id, row from redated_requests
