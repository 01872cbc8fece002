/*
feed = "looked_after"
severity = "to know"
column = "person_ref"
message = "The extract tells of no child whether it was looked after: not one authority alone is loaded, no school or return knows any of its children, or its sources share no day"
action = "Keep each authority's files in a folder of their own, give UPNs or tie the references to them in person_links.csv, and take away extracts of a system no longer used."
stage = "tables"
*/
select file_id, row from looked_after_rows where not exists (from looked_after_days)
