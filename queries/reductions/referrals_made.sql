-- Referrals by the month they were made.
with

made as (

    select
        cast(date_trunc('month', referred_on) as date) as period,
        practice_code, provider_code, specialty_code, age_band, sex, ethnic_category, imd_decile
    from stg_referrals
    where referred_on is not null

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
    count(*) as referrals

from made
group by
    period, practice_code, provider_code, specialty_code, age_band, sex, ethnic_category, imd_decile
