-- Each provider, practice, sub-board and board in itself and in every organisation above it. Members carry the code of the
-- file; `today` leads to today's organisations, `as_was` to those of the time, for codes that a merger touched.
with

members as (

    -- a board that another file calls a commissioner is one: files by commissioner list hubs beside boards
    select type as member_type, code
    from red_organisations
    where
        counted = 1
        and type in ('provider', 'practice', 'sub_board', 'board')
        and not (type = 'board' and code in (select code from red_organisations where type = 'sub_board'))
    union
    select 'board', parent_code from parents where parent_type = 'board'

),

restated as (

    select
        members.member_type,
        members.code as member_code,
        coalesce(successors.today_code, members.code) as code
    from members
    left join successors using (code)
    where members.code <> ''

),

above as (

    select
        restated.*,
        sub_board.parent_code as sub_board_code,
        coalesce(sub_boards_board.parent_code, board.parent_code, case when member_type = 'board' then restated.code end)
            as board_code,
        own_region.parent_code as own_region_code
    from restated
    left join parents as sub_board
        on restated.code = sub_board.code and restated.member_type = sub_board.type and sub_board.parent_type = 'sub_board'
    left join parents as board
        on restated.code = board.code and restated.member_type = board.type and board.parent_type = 'board'
    left join parents as sub_boards_board
        on sub_board.parent_code = sub_boards_board.code
        and sub_boards_board.type = 'sub_board'
        and sub_boards_board.parent_type = 'board'
    left join parents as own_region
        on restated.code = own_region.code
        and restated.member_type = own_region.type
        and own_region.parent_type = 'region'

),

placed as (

    select above.*, coalesce(region.parent_code, above.own_region_code) as region_code
    from above
    left join parents as region
        on above.board_code = region.code and region.type = 'board' and region.parent_type = 'region'

),

today as (

    select member_code, member_type, code as org_code, member_type as org_type from placed
    union
    select placed.member_code, placed.member_type, parents.parent_code, 'network'
    from placed
    join parents on placed.code = parents.code and parents.type = 'practice' and parents.parent_type = 'network'
    where placed.member_type = 'practice'
    union
    select member_code, member_type, sub_board_code, 'sub_board' from placed where sub_board_code is not null
    union
    select member_code, member_type, board_code, 'board' from placed where board_code is not null
    union
    select member_code, member_type, region_code, 'region' from placed where region_code is not null
    union
    select member_code, member_type, 'ENG', 'england' from placed

),

touched as (

    select code from successors
    union
    select today_code from successors
    union
    select filings.board_code
    from filings
    join today on filings.sub_board_code = today.member_code and today.org_type = 'board'
    where filings.board_code <> today.org_code and filings.rank = 1
    union
    select today.org_code
    from filings
    join today on filings.sub_board_code = today.member_code and today.org_type = 'board'
    where filings.board_code <> today.org_code and filings.rank = 1

),

as_was as (

    select code as member_code, member_type, code as org_code, member_type as org_type
    from members
    where code in (select code from touched)
    union
    select sub_board_code, 'sub_board', board_code, 'board'
    from filings
    where rank = 1 and board_code in (select code from touched)

)

select *, 'today' as view from today
union all
select *, 'as_was' from as_was
order by view, member_type, member_code, org_type, org_code
