/*
feed = "sen2_placements"
severity = "to know"
column = "urn"
message = "A placement with no URN, no UKPRN and no setting code"
action = "Give one of the three."
*/
select file_id, row from linked_sen2_placements as sen2_placements where school_urn is null and ukprn is null and setting_type is null
