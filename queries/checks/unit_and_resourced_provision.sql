/*
feed = "sen2_placements"
severity = "to know"
column = "senunitindicator"
message = "Both a SEN unit and resourced provision"
action = "Keep the one that applies."
*/
select file_id, row from linked_sen2_placements as sen2_placements where is_sen_unit and is_resourced_provision
