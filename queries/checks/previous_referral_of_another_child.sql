/*
feed = "referrals"
severity = "to know"
column = "previous_referral_id"
message = "The referral it follows is another child's"
action = "Correct the number or, where it is one child under two references, link them in person_links.csv; until then it does not follow that one."
stage = "tables"
*/
-- Another source may use the number too: one of this child's own is enough.
select later.file_id, later.row
from referral_rows as later
semi join referral_rows as earlier on later.previous_referral_number = earlier.number and earlier.place = 1
anti join referral_rows as own
    on later.previous_referral_number = own.number and later.person_id = own.person_id and own.place = 1
where later.place = 1
