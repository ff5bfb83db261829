-- One row per line of the local register. Local words for a level are brought to ours.
select * replace (
    upper(trim(code)) as code,
    trim(name) as name,
    nullif(trim(nickname), '') as nickname,
    case lower(replace(replace(trim(type), '-', ' '), '_', ' '))
        when 'trust' then 'provider'
        when 'hospital' then 'provider'
        when 'pcn' then 'network'
        when 'neighbourhood' then 'network'
        when 'place' then 'network'
        when 'locality' then 'network'
        when 'primary care network' then 'network'
        when 'ccg' then 'sub_board'
        when 'sub board' then 'sub_board'
        when 'sub icb' then 'sub_board'
        when 'sub icb location' then 'sub_board'
        when 'icb' then 'board'
        when 'integrated care board' then 'board'
        when 'gp practice' then 'practice'
        else lower(trim(type))
    end as type,
    nullif(upper(trim(parent_code)), '') as parent_code,
    nullif(upper(trim(successor_code)), '') as successor_code
)
from local_organisations
