/*
feed = "sen2_requests"
severity = "to know"
column = "requestoutcome"
message = "Historical, and no return in the folder holds the decision itself"
action = "Add the earlier returns to the folder to see these cases in past years; the plans are kept."
stage = "tables"
*/
select requests.file_id, requests.row
from requests
-- Of those an earlier return does hold the decision, under another day of request.
anti join redated_requests on requests.request_id = redated_requests.request_id
where requests.decision = 'H'
