/*
feed = "senco_return"
severity = "to know"
column = "urn"
message = "No census holds pupils of this school, so its SENCo time cannot be set against need"
action = "Check the URN, or add the census."
stage = "tables"
*/
select posts.file_id, posts.row
from senco_posts as posts
anti join (select school_urn from roll union select school_urn from school_counts) as counted
    on posts.school_urn = counted.school_urn
