/*
feed = "referrals"
severity = "to know"
column = "prereq_end_date"
message = "The service that had to come first ended before the child was referred here, or before the child was referred to it"
action = "Correct the day; until then the 12 months within which a child coming back keeps the clock may end too early."
stage = "tables"
*/
with first_referrals as (
    select person_id, service, min(received_date) as received_date
    from referral_rows
    where place = 1
    group by person_id, service
)
select rows.file_id, rows.row
from referral_rows as rows
inner join referrals on rows.referral_id = referrals.referral_id
-- A child that comes back may bring the day from before: it was referred here earlier.
inner join first_referrals as here on rows.person_id = here.person_id and rows.service is not distinct from here.service
left join first_referrals as there on rows.person_id = there.person_id and rows.prereq_service = there.service
where rows.place = 1
    and (
        rows.prereq_end_date < least(referrals.chain_start_date, here.received_date)
        or rows.prereq_end_date < there.received_date
    )
