/*
feed = "census_pupils"
severity = "to know"
column = "nativeid"
message = "The school is not in GIAS"
action = "Add a GIAS file that holds it; until then it has a number and no name, phase or trust."
stage = "tables"
*/
select pupils.file_id, pupils.row
from pupil_rows as pupils
anti join school_register as register on pupils.school_urn = register.school_urn
