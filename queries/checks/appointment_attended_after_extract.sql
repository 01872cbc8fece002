/*
feed = "appointments"
severity = "to know"
column = "appointment_date"
message = "Attended after the day of the newest extract that holds its referral"
action = "Correct the day, or add the extract of referrals of a later day; a child does not count as seen before that day."
*/
select appointments.file_id, appointments.row
from linked_appointments as appointments
inner join (
    select referral_number, max(snapshot_date) as snapshot_date from linked_referrals group by referral_number
) as referrals on appointments.referral_number = referrals.referral_number
where appointments.attendance = 'attended' and appointments.appointment_date > referrals.snapshot_date
