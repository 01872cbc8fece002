/*
Journeys in scope with the day each went from undecided to in assessment, and
whether the published rate drops it. A plan agreed is still in assessment: the
return gives no day for that, so that looking back it would be known of too few.
A plan comes the day after its assessment was agreed at the earliest.
*/
select
    scoped.* exclude (breakdown),
    case
        when assessments.assessment_id is not null or requests.decision in ('Y', 'H')
            then greatest(
                least(coalesce(assessments.agreed_date, requests.decided_date, scoped.start_date), scoped.end_date - 1),
                scoped.start_date
            )
    end as assessed_date,
    coalesce(
        requests.has_mediation or requests.has_tribunal or assessments.has_mediation or assessments.has_tribunal,
        false
    ) as is_dropped
from scoped
inner join requests
    on scoped.request_id = requests.request_id
left join assessments
    on scoped.request_id = assessments.request_id
