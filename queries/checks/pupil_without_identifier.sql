/*
feed = "census_pupils"
severity = "to know"
column = "upn"
message = "No usable UPN or ULN, and no name with birth date"
action = "Give the UPN; until then the pupil counts, but cannot be followed from file to file: one who is in two files of the same census counts twice."
stage = "tables"
*/
select file_id, row from persons where feed = 'census_pupils' and is_unidentified
