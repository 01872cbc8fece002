/*
feed = "referrals"
severity = "to know"
column = "icb_code"
message = "The integrated care board is that of no local area in the list"
action = "If it is a board of the list written in another way, write it as there; until then it is a board of its own."
*/
select referrals.file_id, referrals.row
from linked_referrals as referrals
anti join linked_local_areas as local_areas on upper(referrals.icb_code) = upper(local_areas.icb_code)
where referrals.icb_code is not null
    and exists (from linked_local_areas where icb_code is not null)
