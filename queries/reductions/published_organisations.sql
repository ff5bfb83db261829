-- Every provider and commissioner of the published provider-by-commissioner files, with its parent as filed that month.
with

filed as (

    select
        period,
        'provider' as side,
        provider_code as code,
        provider_name as name,
        provider_parent_code as parent_code,
        provider_parent_name as parent_name
    from stg_rtt
    union
    select
        period, 'commissioner' as side, commissioner_code, commissioner_name, commissioner_parent_code,
        commissioner_parent_name
    from stg_rtt
    union
    select
        period, 'provider' as side, provider_code, provider_name, provider_parent_code, provider_parent_name
    from stg_diagnostics
    union
    select
        period, 'commissioner' as side, commissioner_code, commissioner_name, commissioner_parent_code,
        commissioner_parent_name
    from stg_diagnostics
    union
    select
        period, 'provider' as side, provider_code, provider_name, provider_parent_code, provider_parent_name
    from stg_referral_returns
    union
    select
        period, 'commissioner' as side, commissioner_code, commissioner_name, commissioner_parent_code,
        commissioner_parent_name
    from stg_referral_returns

)

select
    period,
    side,
    code,
    parent_code,
    max(name) as name,
    max(parent_name) as parent_name

from filed
where code <> ''
group by period, side, code, parent_code
