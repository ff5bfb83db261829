-- Referrals by the month of triage: what became of them and the days it took, from receipt (or, unrecorded, from referral).
with

triaged as (

    select
        cast(date_trunc('month', triaged_on) as date) as period,
        practice_code, provider_code, specialty_code, age_band, sex, ethnic_category, imd_decile,
        triage_outcome,
        date_diff('day', coalesce(received_on, referred_on), triaged_on) as days
    from stg_referrals
    where triaged_on is not null

)

select
    period,
    practice_code,
    provider_code,
    specialty_code,
    age_band,
    sex,
    ethnic_category,
    imd_decile,
    triage_outcome,
    days,
    count(*) as referrals

from triaged
group by
    period, practice_code, provider_code, specialty_code, age_band, sex, ethnic_category, imd_decile,
    triage_outcome, days
