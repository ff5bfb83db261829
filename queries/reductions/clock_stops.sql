-- Pathways by the month their clock stopped and the reason, and how many took over 18 weeks: 126 days are within.
with

stops as (

    select
        cast(date_trunc('month', clock_stop_on) as date) as period,
        practice_code, provider_code, specialty_code, age_band, sex, ethnic_category, imd_decile,
        clock_stop_reason,
        date_diff('day', referred_on, clock_stop_on) as days
    from stg_referrals
    where clock_stop_on is not null and referred_on is not null

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
    clock_stop_reason,
    count(*) as pathways,
    cast(sum(case when days > 126 then 1 else 0 end) as int) as over_18_weeks

from stops
group by
    period, practice_code, provider_code, specialty_code, age_band, sex, ethnic_category, imd_decile,
    clock_stop_reason
