-- Commissioners that may be ours: ever filed under a home board, under a code that the local register speaks of, or under a board
-- that shared a commissioner with one of these (its successor). More than needed, on purpose: the marts know the successors
-- and keep those that are ours today.
with

filed as (

    select code as commissioner_code, parent_code as commissioner_parent_code
    from red_organisations
    where type = 'sub_board' and authority = 3

),

known_codes as (

    select code from home_boards
    union
    select code from stg_organisations
    union
    select successor_code as code from stg_organisations where successor_code is not null

),

known_commissioners as (

    select filed.commissioner_code
    from filed
    join known_codes on filed.commissioner_parent_code = known_codes.code
    union
    select filed.commissioner_code
    from filed
    join known_codes on filed.commissioner_code = known_codes.code

),

boards as (

    select filed.commissioner_parent_code as code
    from filed
    join known_commissioners on filed.commissioner_code = known_commissioners.commissioner_code
    where filed.commissioner_parent_code <> ''

)

select commissioner_code
from known_commissioners
where commissioner_code <> 'NONC'

union

select filed.commissioner_code
from filed
join boards on filed.commissioner_parent_code = boards.code
where filed.commissioner_code <> 'NONC'
