/*
feed = "local_areas"
severity = "record rejected"
column = "local_area_code"
message = "Another authority uses the same code for a local area"
action = "Give every local area a code of its own, such as the authority's number and then the code."
*/
select file_id, row
from linked_local_areas as local_areas
qualify min(la_code) over (partition by locality_code) <> max(la_code) over (partition by locality_code)
