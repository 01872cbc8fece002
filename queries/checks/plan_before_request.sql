/*
feed = "sen2_assessments"
severity = "to know"
column = "assessmentoutcomedate"
message = "The outcome is dated before the request was received"
action = "Correct one of the two dates; until then the plan counts as not in time and is in no waiting time."
*/
select assessments.file_id, assessments.row
from linked_sen2_assessments as assessments
inner join linked_sen2_requests as requests
    on assessments.parent_file_id = requests.file_id and assessments.parent_row = requests.row
where assessments.outcome_date < requests.received_date
