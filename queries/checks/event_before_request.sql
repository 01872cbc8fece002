/*
feed = "ehc_events"
severity = "to know"
column = "event_date"
message = "The event is dated before its request was received"
action = "Correct the event's date, or the day received in the return; until then the event is in no stage of the case."
stage = "tables"
*/
select file_id, row from event_matches where is_before_request
