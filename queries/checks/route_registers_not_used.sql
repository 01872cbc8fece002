/*
feed = "commissioned_routes"
severity = "to know"
column = "source"
message = "The register says of no need that anything is or is not commissioned: not one authority alone is loaded"
action = "Keep each authority's files in a folder of their own."
stage = "tables"
*/
select file_id, row from commissioned_route_rows where (select only_la_code from only_authority) is null
