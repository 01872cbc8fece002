-- A cohort as it is drawn again: how many left by each way, or were last seen, after how many days.
select days, exit, count(*) as people, min(limit_days) as limit_days
from followed
group by days, exit
