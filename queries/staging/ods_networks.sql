-- One row per primary care network, closed ones included.
select * replace (upper(trim(code)) as code, upper(trim(sub_board_code)) as sub_board_code)
from ods_networks
