-- One row per spell of a practice in a network; a practice may be in several.
select * replace (
    upper(trim(practice_code)) as practice_code,
    upper(trim(network_code)) as network_code,
    upper(trim(sub_board_code)) as sub_board_code
)
from ods_network_members
