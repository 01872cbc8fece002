/*
feed = "census_pupils"
severity = "to know"
column = "pupilonrolltableid"
message = "Two files hold this census: the same pupil at the same school on the same census day is in both"
counts = "What {file} says counts."
action = "Remove the export that is not the census as submitted; or, if it is of another day, put it beside its own table of schools, or say its day in mapping.toml. Pupils that only one of them holds count too."
stage = "tables"
*/
select file_id, row, counted_file_id
from pupil_rows
where aside = 'The same pupil at the same school in another file of this census'
