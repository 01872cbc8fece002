/*
feed = "sen2_persons"
severity = "to know"
column = "upn"
message = "The UPN's first letter does not agree with its digits"
action = "Compare the UPN with the school's record; the row is kept."
*/
select file_id, row from linked_sen2_persons as sen2_persons where not upn_letter_agrees(upn)
