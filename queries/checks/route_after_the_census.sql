/*
feed = "commissioned_routes"
severity = "to know"
column = "commissioned_from"
message = "The register is of a day after the newest census, and the row does not say from which day it holds: of the pupils of that census it tells nothing"
action = "Give commissioned_from, or add the register as it stood on census day."
stage = "tables"
*/
select file_id, row
from commissioned_route_rows
where aside is null
qualify from_date is null
    and min(snapshot_date) over (partition by register_number) > (select max(census_date) from roll)
