/*
feed = "appointments"
severity = "to know"
column = "sequence"
message = "Another appointment of the referral has the same number in its order"
action = "Number each appointment of a referral once; of two with the same number, kind and day of offer the later row counts."
*/
select file_id, row
from linked_appointments as appointments
where sequence is not null
qualify row_number() over (partition by file_id, referral_number, sequence order by row) > 1
