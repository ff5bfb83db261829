-- Commissioners that may be ours: ever filed under a home board, or under a code the local register speaks of. More than
-- needed, on purpose: the marts know successors and keep those that are ours today.
with

possible_boards as (

    select code from home_boards
    union
    select code from stg_organisations
    union
    select successor_code as code from stg_organisations where successor_code is not null

),

filed as (

    select commissioner_code, commissioner_parent_code from stg_rtt
    union
    select commissioner_code, commissioner_parent_code from stg_diagnostics
    union
    select commissioner_code, commissioner_parent_code from stg_referral_returns

)

select filed.commissioner_code
from filed
join possible_boards on filed.commissioner_parent_code = possible_boards.code
where filed.commissioner_code <> 'NONC'
group by filed.commissioner_code

union

select filed.commissioner_code
from filed
join possible_boards on filed.commissioner_code = possible_boards.code
where filed.commissioner_code <> 'NONC'
group by filed.commissioner_code
