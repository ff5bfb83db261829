-- One row per A&E provider: its board and region.
select * replace (
    upper(trim(provider_code)) as provider_code,
    upper(trim(board_code)) as board_code,
    trim(region_name) as region_name
)
from system_mapping
