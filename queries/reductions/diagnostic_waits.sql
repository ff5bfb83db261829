-- Diagnostic waits by test, counted the three ways of rtt_waiting.
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
        waits.period,
        waits.test_code,
        waits.test_name,
        case when scopes.scope = 'commissioner' then '' else waits.provider_code end as provider_code,
        case when scopes.scope = 'provider' then '' else waits.commissioner_code end as commissioner_code,
        case when scopes.scope = 'provider' then '' else waits.commissioner_parent_code end as commissioner_parent_code,
        waits.total_waiting,
        waits.weeks_06 + waits.weeks_07 + waits.weeks_08 + waits.weeks_09 + waits.weeks_10 + waits.weeks_11
        + waits.weeks_12 as weeks_6_to_12,
        waits.weeks_13_plus
    from stg_diagnostics as waits
    cross join scopes
    left join red_home_commissioners as home on waits.commissioner_code = home.commissioner_code
    where
        (scopes.scope <> 'commissioner' or waits.commissioner_code <> 'NONC')
        and (scopes.scope <> 'population' or home.commissioner_code is not null)

)

select
    period,
    test_code,
    max(test_name) as test_name,
    provider_code,
    commissioner_code,
    commissioner_parent_code,
    cast(sum(total_waiting) as int) as waiting,
    cast(sum(weeks_6_to_12 + weeks_13_plus) as int) as over_6_weeks,
    cast(sum(weeks_13_plus) as int) as over_13_weeks

from scoped
group by period, test_code, provider_code, commissioner_code, commissioner_parent_code
