/*
feed = "review_contributions"
severity = "to know"
column = "person_ref"
message = "A review of a child who has no EHC plan in any return"
action = "Check the reference, or tie it to the child's UPN in person_links.csv; the row counts, and where no census knows the child in no school, area or need."
stage = "tables"
*/
select contributions.file_id, contributions.row
from review_contributions as contributions
anti join plans
    on contributions.person_id = plans.person_id
where exists (from plans)
