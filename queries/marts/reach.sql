-- For a row of a provider-by-commissioner reduction: every organisation and population it counts towards. So a roll-up to all
-- levels is one join.
with

home as (

    select distinct coalesce(successors.today_code, home_boards.code) as code
    from home_boards
    left join successors using (code)

),

filed as (

    select distinct code as commissioner_code, coalesce(parent_code, '') as commissioner_parent_code
    from red_organisations
    where type = 'sub_board'

),

providers as (

    select
        member_code as provider_code, '' as commissioner_code, '' as commissioner_parent_code,
        view, org_code, 'ALL' as population_code
    from membership
    where member_type = 'provider' and org_type = 'provider'

),

populations as (

    select
        provider.member_code as provider_code, filed.commissioner_code, filed.commissioner_parent_code,
        'today' as view, provider.org_code, home.code as population_code
    from membership as provider
    cross join filed
    join membership as commissioner on filed.commissioner_code = commissioner.member_code
    join home on commissioner.org_code = home.code
    where
        provider.view = 'today' and provider.member_type = 'provider' and provider.org_type = 'provider'
        and commissioner.view = 'today' and commissioner.member_type = 'sub_board'

),

commissioners as (

    select '' as provider_code, filed.*, membership.view, membership.org_code, 'ALL' as population_code
    from filed
    join membership on filed.commissioner_code = membership.member_code
    where
        membership.member_type = 'sub_board'
        and (membership.view = 'today' or membership.org_type = 'sub_board')

),

boards_as_filed as (

    select
        '' as provider_code, filed.*,
        'as_was' as view, filed.commissioner_parent_code as org_code, 'ALL' as population_code
    from filed
    where (filed.commissioner_code, filed.commissioner_parent_code) in (
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
