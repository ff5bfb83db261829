-- Who was filed under whom, and when: every (commissioner, board) pair that any file knows. rank 1 is the published files, 2 the
-- practice map, 3 the practice register (undated).
select period, code as sub_board_code, parent_code as board_code, 1 as rank
from red_published_organisations
where side = 'commissioner' and code <> 'NONC' and parent_code <> ''

union

select period, sub_board_code, board_code, 2
from stg_practice_map
where sub_board_code <> '' and board_code <> ''

union

select date '1900-01-01', sub_board_code, board_code, 3
from stg_ods_practices
where
    sub_board_code <> '' and board_code <> ''
    and setting = '4' and status = 'A' and region_code is distinct from 'W00'  -- Wales has no boards
