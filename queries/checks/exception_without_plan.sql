/*
feed = "sen2_assessments"
severity = "to know"
column = "week20"
message = "A 20-week exception on an assessment that led to no plan"
action = "Remove the exception; it concerns plans only."
*/
select file_id, row from linked_sen2_assessments as sen2_assessments where has_20_week_exception and outcome = 'N'
