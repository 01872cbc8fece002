/*
feed = "census_pupils"
severity = "to know"
column = "upn"
message = "The UPN's first letter does not agree with its digits"
action = "Compare the UPN with the school's record; the row is kept."
*/
select file_id, row from linked_census_pupils as census_pupils where not upn_letter_agrees(upn)
