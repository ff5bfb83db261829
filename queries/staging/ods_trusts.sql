-- One row per trust, closed and future ones included.
select * replace (
    upper(trim(code)) as code,
    upper(trim(region_code)) as region_code,
    upper(trim(board_code)) as board_code
)
from ods_trusts
