/*
feed = "sen2_assessments"
severity = "to know"
column = "assessmentoutcomedate"
message = "Decided not to issue a plan, without the day that was notified"
action = "Give the date; until then the case is left out of waiting times as ended without a date."
*/
select file_id, row from linked_sen2_assessments as sen2_assessments where outcome = 'N' and outcome_date is null
