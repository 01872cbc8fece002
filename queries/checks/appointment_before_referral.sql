/*
feed = "appointments"
severity = "to know"
column = "appointment_date"
message = "An appointment on a day before its referral was received"
action = "Correct the day, or the day the referral was received; until then the appointment counts on the day as it is written, and a child seen on it is left out of waits as seen before the referral."
*/
select appointments.file_id, appointments.row
from linked_appointments as appointments
inner join (
    select referral_number, min(received_date) as received_date from linked_referrals group by referral_number
) as referrals on appointments.referral_number = referrals.referral_number
where appointments.appointment_date < referrals.received_date
