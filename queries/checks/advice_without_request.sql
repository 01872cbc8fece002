/*
feed = "advice_requests"
severity = "to know"
column = "request_id"
message = "No request of that number or child in the SEN2 returns by the day advice was asked"
action = "Check the reference, or add the return that holds the request; the advice itself is counted."
stage = "tables"
*/
select file_id, row from advice where request_id is null and exists (from requests)
