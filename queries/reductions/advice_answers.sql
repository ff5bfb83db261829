-- Advice requests by the month they were answered, with the calendar days it took.
with

answers as (

    select
        cast(date_trunc('month', answered_on) as date) as period,
        practice_code,
        provider_code,
        specialty_code,
        outcome,
        date_diff('day', asked_on, answered_on) as days
    from stg_advice
    where answered_on is not null

)

select
    period,
    practice_code,
    provider_code,
    specialty_code,
    outcome,
    days,
    count(*) as answers

from answers
group by period, practice_code, provider_code, specialty_code, outcome, days
