/*
feed = "referrals"
severity = "to know"
column = "rejected_date"
message = "Both accepted and rejected"
action = "Keep the decision that stands; until then it counts as rejected."
*/
select file_id, row from linked_referrals as referrals where accepted_date is not null and rejected_date is not null
