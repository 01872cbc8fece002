/*
feed = "commissioned_routes"
severity = "to know"
column = "service"
message = "Commissioned, and no service is named"
action = "Name the service; until then the need counts as having a route."
*/
select file_id, row from linked_commissioned_routes as routes
where is_commissioned and service is null
