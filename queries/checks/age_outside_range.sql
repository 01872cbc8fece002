/*
feed = "sen2_persons"
severity = "to know"
column = "personbirthdate"
message = "Born after the reference date, or aged 26 or over on it"
action = "Check the date of birth; plans end at 25."
*/
select people.file_id, people.row
from linked_sen2_persons as people
inner join linked_sen2_returns as returns
    on people.parent_file_id = returns.file_id and people.parent_row = returns.row
where people.birth_date > returns.reference_date
    or people.birth_date + interval 26 years <= returns.reference_date
