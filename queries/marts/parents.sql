-- Who belongs where today: one row per organisation and kind of parent (a practice may have several networks). Codes on both
-- sides are today's. Rank says whom to believe: 1 the local register, then the newest published month, then the registers.
with

today as (

    select code, today_code from successors

),

local_types as (

    select code, any_value(type) as type from stg_organisations group by code
    union
    select code, type from red_organisations
    where type = 'network' and code not in (select code from stg_organisations)

),

locals as (

    select
        child.type,
        child.code,
        coalesce(
            parent.type,
            case child.type
                when 'provider' then 'board' when 'sub_board' then 'board' when 'board' then 'region' else 'sub_board'
            end
        ) as parent_type,
        child.parent_code
    from stg_organisations as child
    cross join calendar
    left join local_types as parent on child.parent_code = parent.code
    where
        child.parent_code is not null
        and (child.valid_to is null or data_end is null or child.valid_to >= data_end)
        and (child.valid_from is null or data_end is null or child.valid_from <= data_end)

),

newest as (

    select max(period) as newest_period from red_organisations where authority = 3

),

members as (

    select practice_code, network_code
    from stg_ods_network_members
    cross join calendar
    where network_code <> '' and (ended_on is null or ended_on > data_end)

),

trust_regions as (

    select board_code, region_code, count(*) as trusts
    from stg_ods_trusts
    where board_code <> '' and region_code <> '' and closed_on is null
    group by all

),

practice_regions as (

    select board_code, region_code, count(*) as practices
    from stg_ods_practices
    where board_code <> '' and region_code <> '' and status = 'A'
    group by all

),

candidates as (

    select type, code, parent_type, parent_code, 1 as rank, date '1900-01-01' as period from locals

    union all
    select
        type,
        code,
        parent_type,
        parent_code,
        case when authority = 3 and period = newest_period then 1.5 else authority end,
        coalesce(period, date '1900-01-01')
    from red_organisations
    cross join newest
    where parent_code <> ''
    union all
    select
        red.type, red.code, 'region', regions.code, red.authority, coalesce(red.period, date '1900-01-01')
    from red_organisations as red
    join regions on region_key(red.parent_name) = regions.key
    where red.parent_type = 'region' and red.parent_code = ''

    union all
    select 'practice', locals.code, 'sub_board', network.parent_code, 7, date '1900-01-01'
    from locals
    join locals as network on locals.parent_code = network.code and network.parent_type = 'sub_board'
    where locals.type = 'practice' and locals.parent_type = 'network'
    union all
    select 'practice', locals.code, 'board', network.parent_code, 7, date '1900-01-01'
    from locals
    join locals as network on locals.parent_code = network.code and network.parent_type = 'board'
    where locals.type = 'practice' and locals.parent_type = 'network'

    union all
    select 'practice', practice_code, 'network', network_code, 3, date '1900-01-01' from members
    union all
    select 'practice', practice_code, 'network', network_code, 3, period
    from stg_practice_map
    where network_code <> '' and practice_code not in (select practice_code from members)

    union all
    select 'board', board_code, 'region', arg_max(region_code, trusts), 3, date '1900-01-01'
    from trust_regions
    group by board_code
    union all
    select 'board', board_code, 'region', arg_max(region_code, practices), 4, date '1900-01-01'
    from practice_regions
    group by board_code

),

restated as (

    select
        candidates.type,
        coalesce(child.today_code, candidates.code) as code,
        candidates.parent_type,
        coalesce(parent.today_code, candidates.parent_code) as parent_code,
        candidates.rank,
        candidates.period,
        child.today_code is not null as inherited
    from candidates
    left join today as child on candidates.code = child.code
    left join today as parent on candidates.parent_code = parent.code

)

select distinct type, code, parent_type, parent_code
from restated
where code <> parent_code
qualify
    (type = 'practice' and parent_type = 'network' and (
        rank = 1
        or dense_rank() over (partition by type, code, parent_type, rank > 1 order by period desc) = 1
    ))
    or row_number() over (
        partition by type, code, parent_type order by inherited, rank, period desc, parent_code
    ) = 1
order by type, code, parent_type, parent_code
