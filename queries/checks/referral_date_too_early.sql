/*
feed = "referrals"
severity = "record rejected"
column = "received_date"
message = "A referral received before 1990"
action = "Correct the year."
*/
select file_id, row from linked_referrals as referrals where received_date < date '1990-01-01'
