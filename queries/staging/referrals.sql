-- One row per referral of the local feed.
select * replace (
    upper(trim(practice_code)) as practice_code,
    upper(trim(provider_code)) as provider_code,
    upper(trim(specialty_code)) as specialty_code,
    lower(trim(priority)) as priority,
    lower(trim(triage_outcome)) as triage_outcome,
    lower(trim(first_appointment_outcome)) as first_appointment_outcome,
    lower(trim(clock_stop_reason)) as clock_stop_reason,
    coalesce(trim(age_band), '') as age_band,
    coalesce(lower(trim(sex)), '') as sex,
    coalesce(trim(ethnic_category), '') as ethnic_category
)
from referrals
