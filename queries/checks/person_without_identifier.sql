/*
feed = "sen2_persons"
severity = "to know"
column = "upn"
message = "No UPN, no ULN and no reason why"
action = "Give the UPN or ULN, or the reason code; until then the child is known by name and birth date only."
*/
select file_id, row from linked_sen2_persons as sen2_persons where upn is null and uln is null and upn_unknown is null
