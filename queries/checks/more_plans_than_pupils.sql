/*
feed = "school_counts"
severity = "to know"
column = "TSENELSE"
message = "More pupils with SEN than pupils"
action = "Check the row; a total that does not agree with its own parts should not be quoted."
*/
select file_id, row from linked_school_counts as school_counts where sen_support + ehc_plans > pupils
