-- The first and last day that each local feed speaks of. Booked appointments lie ahead and don't count.
with

days as (

    select 'referrals' as feed, referred_on as day from stg_referrals
    union all
    select 'referrals' as feed, received_on as day from stg_referrals
    union all
    select 'referrals' as feed, triaged_on as day from stg_referrals
    union all
    select 'referrals' as feed, clock_stop_on as day from stg_referrals
    union all
    select 'referrals' as feed, letter_sent_on as day from stg_referrals
    union all
    select 'advice' as feed, asked_on as day from stg_advice
    union all
    select 'advice' as feed, answered_on as day from stg_advice

)

select
    feed,
    min(day) as first_day,
    max(day) as last_day

from days
where day is not null
group by feed
