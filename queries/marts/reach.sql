-- For a row of a provider-by-commissioner reduction: every organisation and population it counts towards. So a roll-up to all
-- levels is one join.
with

filed as (

    select provider_code, commissioner_code, commissioner_parent_code from red_rtt_pathways
    union
    select provider_code, commissioner_code, commissioner_parent_code from red_diagnostic_waits
    union
    select provider_code, commissioner_code, commissioner_parent_code from red_referral_returns

),

home as (

    select distinct coalesce(successors.today_code, home_boards.code) as code
    from home_boards
    left join successors using (code)

),

providers as (

    select filed.*, membership.view, membership.org_code, 'ALL' as population_code
    from filed
    join membership on filed.provider_code = membership.member_code
    where membership.member_type = 'provider' and membership.org_type = 'provider' and filed.commissioner_code = ''

),

populations as (

    select filed.*, 'today' as view, provider.org_code, home.code as population_code
    from filed
    join membership as provider on filed.provider_code = provider.member_code
    join membership as commissioner on filed.commissioner_code = commissioner.member_code
    join home on commissioner.org_code = home.code
    where
        provider.view = 'today' and provider.member_type = 'provider' and provider.org_type = 'provider'
        and commissioner.view = 'today' and commissioner.member_type = 'sub_board'

),

commissioners as (

    select filed.*, membership.view, membership.org_code, 'ALL' as population_code
    from filed
    join membership on filed.commissioner_code = membership.member_code
    where
        filed.provider_code = ''
        and membership.member_type = 'sub_board'
        and (membership.view = 'today' or membership.org_type = 'sub_board')

),

boards_as_filed as (

    select filed.*, 'as_was' as view, filed.commissioner_parent_code as org_code, 'ALL' as population_code
    from filed
    where
        filed.provider_code = ''
        and (filed.commissioner_code, filed.commissioner_parent_code) in (
            select (member_code, org_code)
            from membership
            where view = 'as_was' and member_type = 'sub_board' and org_type = 'board'
        )

)

select * from providers
union
select * from populations
union
select * from commissioners
union
select * from boards_as_filed
