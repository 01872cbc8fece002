/*
feed = "appointments"
severity = "to know"
column = "offered_date"
message = "Offered before its referral was received"
action = "Correct the day; until then the appointment counts, offered on the day as it is written."
*/
select appointments.file_id, appointments.row
from linked_appointments as appointments
inner join (
    select referral_number, min(received_date) as received_date from linked_referrals group by referral_number
) as referrals on appointments.referral_number = referrals.referral_number
where appointments.offered_date < referrals.received_date
    and coalesce(appointments.appointment_date >= referrals.received_date, true)
