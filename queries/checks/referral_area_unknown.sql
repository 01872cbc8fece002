/*
feed = "referrals"
severity = "to know"
column = "local_area_code"
message = "The local area is not in the list of local areas"
action = "Add it to local_areas.csv, or correct the code; until then the referral is in a local area only where its school is."
*/
select referrals.file_id, referrals.row
from linked_referrals as referrals
inner join raw_referrals as texts
    on referrals.file_id = texts.file_id and referrals.row = texts.row
where referrals.locality_code is null and nullif(lower(trim(texts.locality_code)), 'x') <> ''
