/*
feed = "sen2_requests"
severity = "record rejected"
column = "receiveddate"
message = "A request received before 1990"
action = "Correct the year."
*/
select file_id, row from linked_sen2_requests as sen2_requests where received_date < date '1990-01-01'
