/*
feed = "appointments"
severity = "record rejected"
column = "referral_id"
message = "No referral of that number in the files"
action = "Add the referral extract that holds it, from the same provider."
*/
select appointments.file_id, appointments.row
from linked_appointments as appointments
anti join linked_referrals as referrals on appointments.referral_number = referrals.referral_number
