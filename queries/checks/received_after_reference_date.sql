/*
feed = "sen2_requests"
severity = "to know"
column = "receiveddate"
message = "A date lies after the day the return describes"
action = "Correct the date; the event counts only from that day on."
*/
select requests.file_id, requests.row
from linked_sen2_requests as requests
inner join linked_sen2_persons as people
    on requests.parent_file_id = people.file_id and requests.parent_row = people.row
inner join linked_sen2_returns as returns
    on people.parent_file_id = returns.file_id and people.parent_row = returns.row
where greatest(requests.received_date, requests.decided_date) > returns.reference_date
