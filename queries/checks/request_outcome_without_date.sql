/*
feed = "sen2_requests"
severity = "to know"
column = "requestoutcomedate"
message = "Decided (Y or N) without the day the requester was told"
action = "Give the date; until then the decision counts as late and is known only from the return's own date."
*/
select file_id, row from linked_sen2_requests as sen2_requests where decision in ('Y', 'N') and decided_date is null
