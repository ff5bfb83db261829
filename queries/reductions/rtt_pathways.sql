-- Pathways of each part (1A, 1B, 2, 2A, 3), counted the three ways of rtt_waiting.
with

scoped as (

    select period, part, provider_code, '' as commissioner_code, '' as commissioner_parent_code, specialty_code, total
    from stg_rtt
    union all
    select period, part, '' as provider_code, commissioner_code, commissioner_parent_code, specialty_code, total
    from stg_rtt
    where commissioner_code <> 'NONC'
    union all
    select period, part, provider_code, home.commissioner_code, commissioner_parent_code, specialty_code, total
    from stg_rtt
    join red_home_commissioners as home on stg_rtt.commissioner_code = home.commissioner_code

)

select
    period,
    part,
    provider_code,
    commissioner_code,
    commissioner_parent_code,
    specialty_code,
    cast(sum(total) as int) as pathways

from scoped
group by period, part, provider_code, commissioner_code, commissioner_parent_code, specialty_code
