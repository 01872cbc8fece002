/*
feed = "local_areas"
severity = "to know"
column = "deprivation_quintile"
message = "The same local area stands elsewhere in another fifth by deprivation"
action = "Give every entry of a local area the same fifth, that of the area as a whole; until then it has none."
*/
select file_id, row
from linked_local_areas as local_areas
where deprivation_quintile is not null and effective_to_date is null
qualify
    min(deprivation_quintile) over (partition by locality_code)
    <> max(deprivation_quintile) over (partition by locality_code)
