-- Every code that was followed by another, with the code it goes by today, at the end of the chain.
with recursive

chain as (

    select code, successor_code as today_code, 1 as steps
    from succession
    union all
    select chain.code, succession.successor_code, chain.steps + 1
    from chain
    join succession on chain.today_code = succession.code
    where chain.steps < 100

)

select
    chain.code,
    succession.successor_code,
    arg_max(chain.today_code, chain.steps) as today_code,
    any_value(succession.ended_on) as ended_on,
    any_value(succession.basis) as basis

from chain
join succession on chain.code = succession.code
group by chain.code, succession.successor_code
order by chain.code
