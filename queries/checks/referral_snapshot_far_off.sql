/*
feed = "referrals"
severity = "record rejected"
column = "snapshot_date"
message = "The snapshot lies more than two years after the last referral of the file: a slip in the year would empty the waiting list"
action = "Correct the day the extract describes."
*/
select referrals.file_id, referrals.row
from linked_referrals as referrals
inner join (
    select file_id, max(received_date) filter (where received_date <= snapshot_date) as last_received_date
    from linked_referrals
    group by file_id
) as files on referrals.file_id = files.file_id
where referrals.snapshot_date > files.last_received_date + interval 2 years
