/*
feed = "sen2_assessments"
severity = "to know"
column = "assessmentoutcome"
message = "Marked historical, yet dated within the return's own year"
action = "A transfer from another authority is right as it is; else give the real outcome, or the plan is missing from the year's figures."
*/
select assessments.file_id, assessments.row
from linked_sen2_assessments as assessments
inner join linked_sen2_requests as requests
    on assessments.parent_file_id = requests.file_id and assessments.parent_row = requests.row
inner join linked_sen2_persons as people
    on requests.parent_file_id = people.file_id and requests.parent_row = people.row
inner join linked_sen2_returns as returns
    on people.parent_file_id = returns.file_id and people.parent_row = returns.row
where assessments.outcome = 'H'
    and year(assessments.outcome_date) = coalesce(returns.collection_year, year(returns.reference_date)) - 1
