/*
feed = "sen2_requests"
severity = "to know"
column = "requestoutcome"
message = "Historical, and no return in the folder holds the decision itself"
action = "Add the earlier returns to the folder to see these cases in past years; the plans are kept."
stage = "tables"
*/
select file_id, row from requests where decision = 'H'
