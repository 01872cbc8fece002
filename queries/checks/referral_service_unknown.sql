/*
feed = "referrals"
severity = "to know"
column = "service"
message = "No service, and no team type that tells it"
action = "Give the service; until then the referral is in totals but in no service's figures."
*/
select referrals.file_id, referrals.row
from linked_referrals as referrals
anti join reference_team_types as team_types
    on referrals.team_type_code = team_types.team_type_code
where referrals.service is null
