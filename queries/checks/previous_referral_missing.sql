/*
feed = "referrals"
severity = "to know"
column = "previous_referral_id"
message = "The referral it follows is not in the files"
action = "Add the extract that holds it; until then the child's clock starts at this one, unless the 12-month rule ties them."
*/
select later.file_id, later.row
from linked_referrals as later
anti join linked_referrals as earlier on later.previous_referral_number = earlier.referral_number
where later.previous_referral_number is not null
