/*
feed = "appointments"
severity = "to know"
column = "sequence"
message = "The number of an appointment within its referral is nought or less"
action = "Number the appointments of a referral from 1; until then it counts with the number as it is written."
*/
select file_id, row from linked_appointments as appointments where sequence < 1
