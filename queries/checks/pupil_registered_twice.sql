/*
feed = "census_pupils"
severity = "to know"
column = "enrolstatus"
message = "A second main registration of a pupil on the same census day"
action = "Settle with the schools which is the main one; the first in order of school number was kept."
stage = "tables"
*/
select file_id, row from pupil_rows where aside = 'Registered twice on the same census day'
