/*
feed = "advice_requests"
severity = "record rejected"
column = "requested_date"
message = "Advice asked before 1990, or received after the day the extract describes"
action = "Correct the date."
*/
select file_id, row from linked_advice_requests as advice_requests
where requested_date < date '1990-01-01' or greatest(requested_date, received_date) > snapshot_date
