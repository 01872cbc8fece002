/*
feed = "looked_after"
severity = "to know"
column = "looked_after_to"
message = "No period in the extract has ended: it seems to list only who is looked after now, and speaks for its own day alone"
action = "Export every period, ended ones too; until then who was looked after on an earlier day is not known."
stage = "tables"
*/
select file_id, row
from looked_after_rows
where aside is null
qualify count(end_date) over (partition by source) = 0
