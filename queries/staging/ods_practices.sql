-- One row per prescribing organisation, closed ones included; GP practices are those with setting 4.
select * replace (
    upper(trim(code)) as code,
    upper(trim(region_code)) as region_code,
    upper(trim(board_code)) as board_code,
    upper(trim(sub_board_code)) as sub_board_code,
    upper(trim(status)) as status,
    trim(setting) as setting
)
from ods_practices
