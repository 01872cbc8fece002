/*
title           = "Referrals by how far they have come"
theme           = "Backlog"
definition      = "Number of referrals received, by how far each has come and whether it still waits there or was closed there."
kind            = "count"
unit            = "referrals"
polarity        = "no_judgement"
numerator       = "Referrals received, those of one child that were open together counted once"
breakdowns      = ["referral_standing", "service", "came_by", "provider", "locality", "phase", "school", "year_group", "need", "sex", "ethnicity_group", "language", "deprivation", "fsm", "looked_after"]
sources         = ["referrals"]
statutory_basis = "None: local measure"
caveats         = [
    "Counted in the period in which it was received, and told as it stands on the day looked at.",
    "Told by the furthest step recorded: a referral seen without a recorded offer has been offered an appointment, and one rejected after an offer was closed unseen.",
    "A referral closed without support may have needed none.",
    "Newer referrals have had less time: of those received lately more are still waiting.",
]
owner           = "SEND data team"
reviewed        = 2026-11-22
counts_on       = "event"
year            = "calendar"
*/
select
    spell_id,
    la_code,
    person_id,
    school_urn,
    locality_code,
    icb_code,
    need_type,
    year_group,
    is_fsm_eligible,
    is_looked_after,
    service,
    provider_code,
    came_by,
    case
        when spell_support_date is not null
            then case when spell_closed_date is null then 'in_support' else 'closed_supported' end
        when spell_assessed_date is not null
            then case when spell_closed_date is null then 'to_support' else 'closed_unsupported' end
        when spell_contact_date is not null
            then case when spell_closed_date is null then 'to_assess' else 'closed_unassessed' end
        when spell_offer_date is not null
            then case when spell_closed_date is null then 'to_see' else 'closed_unseen' end
        when spell_exit = 'refused' then 'rejected'
        when spell_accepted_date is not null
            then case when spell_closed_date is null then 'to_offer' else 'closed_unoffered' end
        when spell_triaged_date is not null
            then case when spell_closed_date is null then 'to_accept' else 'closed_undecided' end
        when spell_closed_date is null then 'to_triage'
        else 'closed_untriaged'
    end as referral_standing,
    spell_start_date as period_date,
    case
        when spell_closed_date is null and missing_from_date is not null
            then 'Open in an earlier extract, not in the newest'
    end as left_out
from referrals
-- One row for referrals of a chain that are open together, the newest of them.
where next_in_spell_date is null
