/*
feed = "senco_return"
severity = "to know"
column = "hours_senco_duties_pw"
message = "Protected and teaching hours together exceed the contracted hours"
action = "Ask the school to check the three figures."
*/
select file_id, row from linked_senco_return as senco_return where protected_hours + teaching_hours > contracted_hours
