-- One row per month and practice: the chain above it as published that month.
select * replace (
    upper(trim(practice_code)) as practice_code,
    upper(trim(network_code)) as network_code,
    upper(trim(sub_board_code)) as sub_board_code,
    upper(trim(board_code)) as board_code,
    upper(trim(region_code)) as region_code,
    trim(region_name) as region_name
)
from practice_map
