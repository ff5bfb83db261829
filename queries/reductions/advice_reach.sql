-- The first and last day that the requests for advice speak of.
with

days as (

    select asked_on as day from stg_advice
    union all
    select answered_on as day from stg_advice

)

select
    min(day) as first_day,
    max(day) as last_day

from days
