/*
feed = "referrals"
severity = "to know"
column = "previous_referral_id"
message = "Referrals of a child follow each other in a circle, or one follows itself"
action = "Correct which referral follows which; until then one counts as followed only where it was received first."
stage = "tables"
*/
with recursive named as (
    select
        later.referral_id,
        earlier.referral_id as named_id,
        earlier.received_date >= later.received_date as is_ahead
    from referral_rows as later
    inner join referral_rows as earlier
        on later.previous_referral_number = earlier.number and later.person_id = earlier.person_id
    where later.place = 1 and earlier.place = 1
    -- Of a number that two sources use, nobody can say which is meant.
    qualify count(*) over (partition by later.referral_id) = 1
),
-- Every circle has a step that does not lead back in time, so those alone are followed.
steps as (
    select referral_id as first_id, named_id
    from named
    where is_ahead
    union
    select steps.first_id, named.named_id
    from steps
    inner join named on steps.named_id = named.referral_id
    where steps.named_id <> steps.first_id
),
circles as (
    select steps.named_id as referral_id
    from steps
    semi join (select first_id from steps where named_id = first_id) as closed on steps.first_id = closed.first_id
)
select rows.file_id, rows.row
from referral_rows as rows
semi join circles on rows.referral_id = circles.referral_id
where rows.place = 1
