/*
feed = "commissioned_routes"
severity = "to know"
column = "commissioned_to"
message = "Said to be commissioned, and ended before the day the register describes"
action = "Correct commissioned_to, or say no; from the day after its end it does not count as a route."
*/
select file_id, row from linked_commissioned_routes as routes
where is_commissioned and to_date < snapshot_date
