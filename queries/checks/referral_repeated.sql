/*
feed = "referrals"
severity = "to know"
column = "referral_id"
message = "Another referral of the same child to the same service on the same day"
action = "Check for a repeat; the child counts as waiting once."
*/
select file_id, row from linked_referrals as referrals
qualify row_number() over (partition by file_id, snapshot_date, person_ref, service, received_date order by row) > 1
