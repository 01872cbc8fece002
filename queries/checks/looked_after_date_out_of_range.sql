/*
feed = "looked_after"
severity = "record rejected"
column = "looked_after_from"
message = "Looked after before 1990, or from or to a day after the one the extract describes"
action = "Correct the date; leave looked_after_to empty while the period goes on."
*/
select file_id, row from linked_looked_after as looked_after
where start_date < date '1990-01-01' or greatest(start_date, end_date) > snapshot_date
