-- First appointments by the month they fell in: outcome, days waited since the referral, days until the letter.
with

appointments as (

    select
        cast(date_trunc('month', first_appointment_on) as date) as period,
        practice_code, provider_code, specialty_code, age_band, sex, ethnic_category, imd_decile,
        priority,
        first_appointment_outcome as outcome,
        date_diff('day', referred_on, first_appointment_on) as days_waited,
        date_diff('day', first_appointment_on, letter_sent_on) as days_to_letter
    from stg_referrals
    where first_appointment_on is not null

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
    priority,
    outcome,
    days_waited,
    days_to_letter,
    count(*) as appointments

from appointments
group by
    period, practice_code, provider_code, specialty_code, age_band, sex, ethnic_category, imd_decile,
    priority, outcome, days_waited, days_to_letter
