/*
feed = "sen2_assessments"
severity = "to know"
column = "assessmentoutcome"
message = "An assessment although the request was refused, withdrawn or not decided, and no mediation or tribunal is recorded"
action = "Correct the request's outcome, or record the mediation or tribunal that changed it."
*/
select assessments.file_id, assessments.row
from linked_sen2_assessments as assessments
inner join linked_sen2_requests as requests
    on assessments.parent_file_id = requests.file_id and assessments.parent_row = requests.row
where requests.decision not in ('Y', 'H')
    and not coalesce(requests.has_mediation, false)
    and not coalesce(requests.has_tribunal, false)
