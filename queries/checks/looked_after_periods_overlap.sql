/*
feed = "looked_after"
severity = "to know"
column = "looked_after_from"
message = "The period begins before an earlier one of the same child has ended"
action = "Check the dates; both periods count, the child once."
stage = "tables"
*/
select file_id, row
from looked_after_rows
where aside is null
qualify start_date < max(coalesce(end_date, snapshot_date)) over (
    partition by person_id order by start_date, file_id, row
    rows between unbounded preceding and 1 preceding
)
