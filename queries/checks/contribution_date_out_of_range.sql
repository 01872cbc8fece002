/*
feed = "review_contributions"
severity = "record rejected"
column = "review_date"
message = "Review before 1990, or after the day the extract describes"
action = "Correct the date; leave reviews out that have not been held yet."
*/
select file_id, row from linked_review_contributions as contributions
where review_date < date '1990-01-01' or review_date > snapshot_date
