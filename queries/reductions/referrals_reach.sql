-- The first and last day that the referrals speak of. Booked appointments lie ahead and don't count.
with

days as (

    select referred_on as day from stg_referrals
    union all
    select received_on as day from stg_referrals
    union all
    select triaged_on as day from stg_referrals
    union all
    select clock_stop_on as day from stg_referrals
    union all
    select letter_sent_on as day from stg_referrals

)

select
    min(day) as first_day,
    max(day) as last_day

from days
