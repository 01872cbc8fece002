/*
feed = "referrals"
severity = "to know"
column = "snapshot_date"
message = "Another file of the same source and day holds the same referral"
counts = "What {file} says of it counts."
action = "Remove the file that is wrong; or, if it is of another day, correct its snapshot_date, in the file or, where it has no such column, in mapping.toml. A referral that only one of them holds counts too."
stage = "tables"
*/
select file_id, row, counted_file_id
from referrals_aside
where aside = 'The same referral in a file of the same day, later by name'
