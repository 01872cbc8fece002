/*
feed = "referrals"
severity = "record rejected"
column = "received_date"
message = "Received, accepted, rejected, seen or discharged after the day the extract describes"
action = "Correct the date, or the snapshot date of the extract."
*/
select file_id, row from linked_referrals as referrals
where greatest(received_date, triaged_date, accepted_date, rejected_date, discharge_date) > snapshot_date
    or (first_contact_date > snapshot_date and coalesce(attendance_code, '5') in ('5', '6'))
