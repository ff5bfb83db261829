-- Published referral returns, counted the three ways of rtt_waiting.
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
        returns.period,
        case when scopes.scope = 'commissioner' then '' else returns.provider_code end as provider_code,
        case when scopes.scope = 'provider' then '' else returns.commissioner_code end as commissioner_code,
        case when scopes.scope = 'provider' then '' else returns.commissioner_parent_code end
            as commissioner_parent_code,
        returns.gp_referrals,
        returns.other_referrals
    from stg_referral_returns as returns
    cross join scopes
    left join red_home_commissioners as home on returns.commissioner_code = home.commissioner_code
    where
        (scopes.scope <> 'commissioner' or returns.commissioner_code <> 'NONC')
        and (scopes.scope <> 'population' or home.commissioner_code is not null)

)

select
    period,
    provider_code,
    commissioner_code,
    commissioner_parent_code,
    cast(sum(gp_referrals) as int) as gp_referrals,
    cast(sum(other_referrals) as int) as other_referrals

from scoped
group by period, provider_code, commissioner_code, commissioner_parent_code
