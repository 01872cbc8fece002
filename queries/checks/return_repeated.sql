/*
feed = "sen2_returns"
severity = "to know"
column = "referencedate"
message = "Another return of the same authority has the same reference date"
action = "Keep the one that was submitted; where both are read, the earlier file in name order wins."
*/
select file_id, row from linked_sen2_returns as sen2_returns
qualify row_number() over (partition by la_code, reference_date order by file_id) > 1
