/*
title           = "Wait from referral to first contact"
theme           = "Timeliness"
definition      = "Time from a child's first referral for a need to the first appointment attended, carried across rejections and re-referrals."
kind            = "wait"
unit            = "days"
polarity        = "lower_is_better"
numerator       = "Children referred to a service, from the first referral for the need to the first contact"
breakdowns      = ["service", "provider", "locality", "phase", "school", "year_group", "age_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals", "services"]
statutory_basis = "None: local measure"
caveats         = [
    "The child's clock: it runs on when a referral is rejected and made again within 12 months, or names the one before.",
    "Two open referrals of one child to one service are one wait; a triage call does not end it.",
    "Each service is held to its own standard: the authority's where it has set one, else a national one, else a local assumption of 18 weeks.",
]
owner           = "SEND data team"
reviewed        = 2026-11-01
counts_on       = "event"
year            = "calendar"
curve_weeks     = [6, 13, 18, 26, 52, 104]
*/
with waits as (
    select
        *,
        rejected_date is not null or discharge_date is not null as is_closed,
        least(rejected_date, discharge_date) as closed_date
    from referrals
    -- One row a chain: its newest referral carries what matters of the earlier ones.
    where next_received_date is null
),
ended as (
    select
        *,
        case
            when chain_contact_date is not null then 'finished'
            when not is_closed or earlier_closed_date > $as_at then null
            when rejected_date is not null then 'refused'
            when discharge_reason = 'moved' then 'moved'
            else 'removed'
        end as exit_code
    from waits
)
select
    ended.chain_id,
    ended.la_code,
    ended.person_id,
    ended.school_urn,
    ended.locality_code,
    ended.icb_code,
    ended.need_type,
    ended.year_group,
    ended.is_fsm_eligible,
    ended.is_looked_after,
    ended.service,
    ended.provider_code,
    ended.chain_start_date as period_date,
    ended.chain_start_date as start_date,
    case
        when ended.exit_code = 'finished' then ended.chain_contact_date
        when ended.exit_code is not null then greatest(ended.closed_date, ended.earlier_closed_date)
    end as end_date,
    ended.exit_code as exit,
    ended.observed_to_date as known_to,
    services.standard_days as limit_days,
    case
        when ended.chain_contact_date < ended.chain_start_date then 'Seen before it was referred'
        when ended.exit_code is null and ended.missing_from_date is not null
            then 'Open in an earlier extract, not in the newest'
    end as left_out
from ended
left join services
    on coalesce(ended.service, 'other') = services.service
