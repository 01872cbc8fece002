/*
feed = "sen2_assessments"
severity = "to know"
column = "assessmentoutcome"
message = "An outcome date on an assessment that is not decided or was withdrawn"
action = "Correct the outcome or remove the date; of a withdrawal it counts as the day it ended."
*/
select file_id, row from linked_sen2_assessments as sen2_assessments where outcome in ('A', 'W') and outcome_date is not null
