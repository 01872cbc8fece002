/*
feed = "review_contributions"
severity = "to know"
column = "was_invited"
message = "Not invited, and came or sent a report"
action = "Correct was_invited, or leave it empty; while it says no the row is in no share."
*/
select file_id, row from linked_review_contributions as contributions
where not is_invited and (has_attended or has_reported)
