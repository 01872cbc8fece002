/*
The band in which a plan is published, on days: 20 weeks are the clock's, 52 are
364 days. Null where a date is missing or the plan came before its request.
*/
create macro plan_band(received_date, outcome_date) as
    case
        when received_date is null or outcome_date is null or outcome_date < received_date then null
        when outcome_date <= plan_due_date(received_date) then 'within'
        when outcome_date <= received_date + 364 then 'to_52_weeks'
        else 'over_52_weeks'
    end;

/* How old an open case is, in bands; as with limits, a band's last day is still in it. */
create macro age_band(received_date, seen_to_date) as
    case
        when received_date is null then null
        when seen_to_date <= received_date + 42 then '0_to_6_weeks'
        when seen_to_date <= received_date + 112 then '6_to_16_weeks'
        when seen_to_date <= received_date + 140 then '16_to_20_weeks'
        when seen_to_date <= received_date + 182 then '20_to_26_weeks'
        when seen_to_date <= received_date + 280 then '26_to_40_weeks'
        when seen_to_date <= received_date + 364 then '40_to_52_weeks'
        when seen_to_date <= received_date + 728 then '52_to_104_weeks'
        else 'over_104_weeks'
    end;

/* How an open case stands to the day its plan is due. */
create macro plan_due(received_date, seen_to_date) as
    case
        when received_date is null then null
        when plan_due_date(received_date) < seen_to_date then 'past'
        when plan_due_date(received_date) <= seen_to_date + 30 then 'within_30_days'
        else 'later'
    end;

/*
How the journey of a request ends, said once for every measure. Null while it
goes on. A case that went to assessment ends with the assessment, even if the
request was first refused; without one, with the decision on the request.
*/
create macro request_exit(decision, is_exported, outcome, outcome_date) as
    case
        when outcome = 'Y' and outcome_date is not null then 'finished'
        when outcome = 'N' then 'no_plan'
        when outcome = 'W' then 'withdrawn'
        when outcome is null and decision = 'N' then 'refused'
        when outcome is null and decision = 'W' then 'withdrawn'
        -- A move is flagged and never overwrites what was decided before it.
        when is_exported then 'moved'
        when outcome in ('A', 'Y') then null
        when outcome = 'H' then 'historical'
        when decision = 'H' then 'historical'
    end;

/* The day it ended; null while it goes on, and where the files give no day. */
create macro request_ended_date(decision, decided_date, is_exported, outcome, outcome_date) as
    case request_exit(decision, is_exported, outcome, outcome_date)
        when 'finished' then outcome_date
        when 'no_plan' then outcome_date
        when 'refused' then decided_date
        when 'withdrawn' then case when outcome is null then decided_date else outcome_date end
    end;

/* Why a request cannot be placed in time, or null where it can. */
create macro request_left_out(exit_code, ended_date, received_date, missing_from_date) as
    case
        when exit_code = 'historical' then 'Historical, and no return holds the decision'
        when received_date is null then 'Date received missing'
        when exit_code = 'withdrawn' and ended_date is null then 'Withdrawn, no date recorded'
        when exit_code = 'moved' then 'Moved to another authority, no date recorded'
        when exit_code is not null and ended_date is null then 'Ended, no date recorded'
        when ended_date < received_date then 'Ended before it was received'
        when exit_code is null and missing_from_date is not null then 'Open in an earlier return, not in the newest'
    end;

/* Where an open case stands. */
create macro request_stage(decision, outcome, is_plan_agreed) as
    case
        when is_plan_agreed then 'plan_not_issued'
        when outcome is not null then 'in_assessment'
        when decision in ('Y', 'H') then 'in_assessment'
        else 'undecided'
    end;

/*
Where an open case stands, the assessment divided by what the advice log and the
case's events tell: advice still outstanding, all advice in or a draft sent, and
not known where no advice is in the log. Counts of advice are null without any.
*/
create macro request_open_stage(decision, outcome, is_plan_agreed, advice_asked, advice_outstanding, has_draft) as
    case
        when request_stage(decision, outcome, is_plan_agreed) = 'undecided' then 'undecided'
        when is_plan_agreed then 'final'
        when has_draft then 'drafting'
        when coalesce(advice_asked, 0) = 0 then 'in_assessment'
        when advice_outstanding > 0 then 'advice'
        else 'drafting'
    end;

/* The age group on 31 August before a day, from the academic year in which children of that age are in Reception. */
create macro age_group_on(reception_year, day) as
    case
        when year(day) - case when month(day) < 9 then 1 else 0 end - reception_year < 1 then 'under_5'
        when year(day) - case when month(day) < 9 then 1 else 0 end - reception_year < 7 then '5_to_10'
        when year(day) - case when month(day) < 9 then 1 else 0 end - reception_year < 12 then '11_to_15'
        when year(day) - case when month(day) < 9 then 1 else 0 end - reception_year < 16 then '16_to_19'
        when reception_year is not null and day is not null then '20_and_over'
    end;

/* Why a plan cannot be placed in time, or null where it can. */
create macro plan_left_out(is_ceased, ceased_date, appears_date, missing_from_date) as
    case
        when is_ceased and ceased_date is null then 'Ended, no date recorded'
        when ceased_date < appears_date then 'Ended before it began'
        when not is_ceased and missing_from_date is not null then 'Held in an earlier return, not in the newest'
    end;

/* The service that an adviser of EHC assessments is, as data/reference/advisers.csv has it; null where none keeps a list. */
create macro service_of_adviser(adviser_service) as
    case
        when starts_with(adviser_service, 'health_') then substr(adviser_service, 8)
        when adviser_service <> 'school' then adviser_service
    end;
