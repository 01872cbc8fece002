/*
Requests and assessments over all SEN2 returns. A request is one person and one
day received. For each event the newest return that says something wins; H
(historical) only says that the event lies before that return's year, so it
never replaces a dated outcome, and ends what an older return held as undecided.
A refusal that mediation or a tribunal overturned stays a refusal. Codes without
a date of their own are known from the reference date of the first return that
carried them.
*/
create temp table request_rows as
with rows_of_people as (
    select
        requests.* exclude (parent_file_id, parent_row),
        returns.la_code,
        returns.reference_date,
        make_date(coalesce(returns.collection_year, year(returns.reference_date)) - 1, 1, 1) as year_starts_date,
        persons.person_id,
        people.postcode
    from sound_sen2_requests as requests
    inner join sound_sen2_persons as people
        on requests.parent_file_id = people.file_id and requests.parent_row = people.row
    inner join persons
        on persons.feed = 'sen2_persons' and persons.file_id = people.file_id and persons.row = people.row
    inner join sound_sen2_returns as returns
        on people.parent_file_id = returns.file_id and people.parent_row = returns.row
),
-- A historical row may come without its date: it is the person's last request that went ahead before that return's
-- year. A refused one went ahead only where the row tells of a mediation or tribunal.
decided_requests as (
    select
        la_code,
        person_id,
        received_date,
        coalesce(min(decided_date), received_date) as decided_date,
        bool_and(decision = 'N') as is_refused
    from rows_of_people
    where decision in ('Y', 'N', 'H')
    group by la_code, person_id, received_date
),
dated as (
    select
        historical.file_id,
        historical.row,
        arg_max_null(earlier.received_date, earlier.decided_date) as received_date
    from rows_of_people as historical
    inner join decided_requests as earlier
        on historical.la_code = earlier.la_code
        and historical.person_id = earlier.person_id
        and earlier.decided_date < historical.year_starts_date
    where historical.decision = 'H'
        and historical.received_date is null
        and (not earlier.is_refused or historical.has_mediation or historical.has_tribunal)
    group by historical.file_id, historical.row
),
placed as (
    select rows_of_people.* replace (coalesce(rows_of_people.received_date, dated.received_date) as received_date)
    from rows_of_people
    left join dated on rows_of_people.file_id = dated.file_id and rows_of_people.row = dated.row
),
-- Without a day a historical row is the request that an earlier return told of without a day, else one of its own.
undated as (
    select la_code, person_id, min(reference_date) as first_told_date
    from placed
    where received_date is null and decision <> 'H'
    group by la_code, person_id
)
select
    placed.*,
    left(md5(concat_ws('|', placed.la_code, placed.person_id, coalesce(
        placed.received_date::varchar,
        case when placed.decision <> 'H' or placed.reference_date > undated.first_told_date then 'undated' end,
        'historical'
    ))), 16) as request_id
from placed
left join undated on placed.la_code = undated.la_code and placed.person_id = undated.person_id;

create temp table ranked_request_rows as
with told as (
    select
        *,
        decision = 'Y'
            and (coalesce(has_mediation, false) or coalesce(has_tribunal, false))
            and bool_or(decision = 'N') over (partition by request_id) as is_overturning
    from request_rows
)
select
    * exclude (is_overturning),
    row_number() over (
        partition by request_id
        order by
            decision <> 'H', not is_overturning, reference_date, decided_date is not null, file_id desc, row desc
    ) as newness
from told;

create temp table merged_requests as
with latest as (
    select
        request_id,
        la_code,
        person_id,
        received_date,
        max_by(decision, newness) as decision,
        max_by(file_id, newness) as file_id,
        max_by(row, newness) as row,
        max_by(request_source, newness) filter (where request_source is not null) as request_source,
        max_by(postcode, newness) filter (where postcode is not null) as postcode,
        coalesce(bool_or(is_exported), false) as is_exported,
        min(reference_date) filter (where is_exported) as exported_known_date,
        coalesce(bool_or(has_mediation), false) as has_mediation,
        coalesce(bool_or(has_tribunal), false) as has_tribunal,
        min(reference_date) filter (where has_mediation or has_tribunal) as appeal_known_date,
        max(reference_date) as known_to,
        min(reference_date) as first_known_date,
        min(reference_date) filter (where decision = 'H') as historical_date,
        max(reference_date) filter (where decision <> 'H') as last_told_date,
        min(year_starts_date) as year_starts_date
    from ranked_request_rows
    group by request_id, la_code, person_id, received_date
),
decided as (
    select
        latest.request_id,
        max_by(ranked.decided_date, ranked.newness) filter (where ranked.decided_date is not null) as decided_date,
        min(ranked.reference_date) as first_said_date,
        max(ranked.reference_date) as last_said_date
    from latest
    inner join ranked_request_rows as ranked
        on latest.request_id = ranked.request_id and latest.decision = ranked.decision
    group by latest.request_id
)
select
    latest.* exclude (historical_date, last_told_date) replace (
        case when latest.decision = 'A' and latest.historical_date > latest.last_told_date then 'H' else latest.decision end
            as decision
    ),
    case when latest.decision in ('Y', 'N', 'W') then decided.decided_date end as decided_date,
    case
        when latest.decision in ('Y', 'N', 'W') then coalesce(decided.decided_date, decided.first_said_date)
        when latest.decision = 'A' and latest.historical_date > latest.last_told_date then latest.historical_date
    end as decision_known_date,
    decided.last_said_date as decision_last_said_date
from latest
inner join decided on latest.request_id = decided.request_id;

insert into set_aside
select
    'sen2_requests',
    rows.file_id,
    rows.row,
    case
        when rows.decision = 'H' then 'Historical row of a request that another return holds'
        when rows.file_id = merged.file_id then 'The same request twice in one return'
        else 'Superseded by a newer return'
    end
from request_rows as rows
inner join merged_requests as merged on rows.request_id = merged.request_id
where (rows.file_id, rows.row) <> (merged.file_id, merged.row);

insert into set_aside
select 'sen2_persons', file_id, row, 'The same person in a newer return'
from persons
where feed = 'sen2_persons'
qualify row_number() over (partition by person_id order by file_id desc, row desc) > 1;

create temp table ranked_assessment_rows as
select
    assessments.* exclude (parent_file_id, parent_row),
    requests.request_id,
    requests.reference_date,
    row_number() over (
        partition by requests.request_id
        order by
            assessments.outcome <> 'H', requests.reference_date, assessments.outcome_date is not null,
            assessments.file_id desc, assessments.row desc
    ) as newness
from sound_sen2_assessments as assessments
inner join request_rows as requests
    on assessments.parent_file_id = requests.file_id and assessments.parent_row = requests.row;

create table assessments as
with latest as (
    select
        request_id,
        max_by(outcome, newness) as outcome,
        max_by(file_id, newness) as file_id,
        max_by(row, newness) as row,
        max(reference_date) as known_to,
        min(reference_date) as first_known_date,
        min(reference_date) filter (where outcome = 'H') as historical_date,
        max(reference_date) filter (where outcome <> 'H') as last_told_date,
        coalesce(bool_or(outcome = 'Y'), false) as is_plan_agreed,
        -- A plan agreed may yet be refused or withdrawn: until then it was agreed.
        min(least(outcome_date, reference_date)) filter (where outcome = 'Y') as plan_agreed_known_date
    from ranked_assessment_rows
    group by request_id
),
decided as (
    select
        latest.request_id,
        max_by(ranked.outcome_date, ranked.newness) filter (where ranked.outcome_date is not null) as outcome_date,
        coalesce(max_by(ranked.has_20_week_exception, ranked.newness), false) as has_20_week_exception,
        coalesce(bool_or(ranked.has_mediation), false) as has_mediation,
        coalesce(bool_or(ranked.has_tribunal), false) as has_tribunal,
        min(ranked.reference_date) as first_said_date
    from latest
    inner join ranked_assessment_rows as ranked
        on latest.request_id = ranked.request_id and latest.outcome = ranked.outcome
    group by latest.request_id
),
concluded as (
    select
        latest.*,
        decided.* exclude (request_id, outcome_date, first_said_date),
        case
            when latest.outcome not in ('A', 'Y') or decided.outcome_date is not null then latest.outcome
            when latest.historical_date > latest.last_told_date then 'H'
            -- A later return that no longer knows of the assessment and ends the request ends it too.
            when requests.decision in ('W', 'N') and requests.decision_last_said_date > latest.known_to
                then requests.decision
            else latest.outcome
        end as concluded_outcome,
        case
            when latest.outcome in ('Y', 'N', 'W') and latest.outcome = concluded_outcome then decided.outcome_date
            when concluded_outcome in ('W', 'N') then requests.decided_date
        end as concluded_date,
        case
            when latest.outcome in ('Y', 'N', 'W') and latest.outcome = concluded_outcome
                then coalesce(decided.outcome_date, decided.first_said_date)
            when concluded_outcome in ('W', 'N') then requests.decision_known_date
            when latest.outcome <> 'H' and concluded_outcome = 'H' then latest.historical_date
        end as concluded_known_date,
        requests.la_code,
        requests.person_id,
        case when requests.decision = 'Y' then requests.decided_date end as agreed_on_date
    from latest
    inner join decided on latest.request_id = decided.request_id
    inner join merged_requests as requests on latest.request_id = requests.request_id
)
select
    left(md5('assessment|' || request_id), 16) as assessment_id,
    request_id,
    la_code,
    person_id,
    least(coalesce(agreed_on_date, first_known_date), concluded_date) as agreed_date,
    concluded_outcome as outcome,
    concluded_date as outcome_date,
    concluded_known_date as outcome_known_date,
    is_plan_agreed,
    plan_agreed_known_date,
    has_20_week_exception,
    has_mediation,
    has_tribunal,
    known_to,
    file_id,
    row
from concluded;

insert into set_aside
select
    'sen2_assessments',
    rows.file_id,
    rows.row,
    case
        when rows.outcome = 'H' then 'Historical row of an assessment that another return holds'
        when rows.file_id = assessments.file_id then 'The same assessment twice in one return'
        else 'Superseded by a newer return'
    end
from ranked_assessment_rows as rows
inner join assessments on rows.request_id = assessments.request_id
where (rows.file_id, rows.row) <> (assessments.file_id, assessments.row);

create table requests as
with later_returns as (
    select
        merged.request_id,
        max(returns.reference_date) as observed_to_date,
        min(returns.reference_date) filter (where returns.reference_date > merged.known_to) as missing_from_date
    from merged_requests as merged
    inner join sound_sen2_returns as returns on merged.la_code = returns.la_code
    group by merged.request_id
),
placed as (
    select
        merged.*,
        roll.school_urn as roll_school_urn,
        roll.need_type,
        roll.year_group,
        roll.is_fsm_eligible,
        home.locality_code as home_locality_code
    from merged_requests as merged
    -- An asof join would take a missing date for the latest of all.
    asof left join roll_places as roll
        on merged.person_id = roll.person_id
        and coalesce(merged.received_date, date '1900-01-01') >= roll.census_date
    left join areas_in_force as home
        on home.match_type = 'postcode_sector' and home.place = postcode_sector(merged.postcode) and home.aside is null
)
select
    placed.request_id,
    placed.la_code,
    placed.person_id,
    -- Never the school that a plan names: it would be known of those who got a plan alone, and a school's shares
    -- of refusals and of cases in time would count its plans without its refused and its waiting.
    placed.roll_school_urn as school_urn,
    coalesce(schools.locality_code, placed.home_locality_code) as locality_code,
    placed.need_type,
    placed.year_group,
    placed.is_fsm_eligible,
    looked_after_on(placed.person_id, placed.received_date) as is_looked_after,
    placed.home_locality_code,
    placed.received_date,
    case
        -- No return holds the decision: the child may have come with the plan from another authority at any time before.
        when placed.decision = 'H' and placed.decision_known_date is null
            then least(placed.first_known_date, assessments.agreed_date)
        else coalesce(
            placed.received_date, least(placed.decided_date, assessments.agreed_date, placed.first_known_date)
        )
    end as appears_date,
    placed.request_source,
    placed.decision,
    placed.decided_date,
    placed.decision_known_date,
    placed.is_exported,
    placed.exported_known_date,
    placed.has_mediation,
    placed.has_tribunal,
    -- What a flag says came before the plan it led to.
    least(placed.appeal_known_date, assessments.outcome_date) as appeal_known_date,
    placed.year_starts_date as observed_from_date,
    placed.known_to,
    later_returns.observed_to_date,
    later_returns.missing_from_date,
    placed.file_id,
    placed.row
from placed
left join assessments on placed.request_id = assessments.request_id
left join schools on placed.roll_school_urn = schools.school_urn
left join later_returns on placed.request_id = later_returns.request_id;
