/*
feed = "ehc_events"
severity = "to know"
column = "exception_code"
message = "Dates or evidence of an exception, but not which one it was"
action = "Give its exception_code, or take the dates and the evidence out; without a code no exception is recorded."
*/
select file_id, row from linked_ehc_events as ehc_events
where exception_code is null and coalesce(exception_evidence, exception_from_date::varchar, exception_to_date::varchar) is not null
