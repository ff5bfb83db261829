-- Pathways of each part (1A, 1B, 2, 2A, 3), counted the three ways of rtt_waiting.
with

scopes as (

    select 'provider' as scope
    union all
    select 'commissioner' as scope
    union all
    select 'population' as scope

),

scoped as (

    select
        pathways.period,
        pathways.part,
        case when scopes.scope = 'commissioner' then '' else pathways.provider_code end as provider_code,
        case when scopes.scope = 'provider' then '' else pathways.commissioner_code end as commissioner_code,
        case when scopes.scope = 'provider' then '' else pathways.commissioner_parent_code end
            as commissioner_parent_code,
        pathways.specialty_code,
        pathways.total
    from stg_rtt as pathways
    cross join scopes
    left join red_home_commissioners as home on pathways.commissioner_code = home.commissioner_code
    where
        (scopes.scope <> 'commissioner' or pathways.commissioner_code <> 'NONC')
        and (scopes.scope <> 'population' or home.commissioner_code is not null)

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
