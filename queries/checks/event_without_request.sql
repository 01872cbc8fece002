/*
feed = "ehc_events"
severity = "to know"
column = "request_id"
message = "No request of that number or child in the SEN2 returns by the day of the event"
action = "Check the reference, or add the return that holds the request; until then the event is in no stage of a case."
stage = "tables"
*/
select events.file_id, events.row
from case_events as events
anti join (from event_matches where is_before_request) as before_request
    on events.file_id = before_request.file_id and events.row = before_request.row
where events.request_id is null and exists (from requests)
