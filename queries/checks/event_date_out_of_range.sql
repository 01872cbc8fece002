/*
feed = "ehc_events"
severity = "record rejected"
column = "event_date"
message = "Event before 1990, or after the day the extract describes"
action = "Correct the date."
*/
select file_id, row from linked_ehc_events as ehc_events
where event_date < date '1990-01-01' or event_date > snapshot_date
