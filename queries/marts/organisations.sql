-- One row per organisation. The local register has the last word on names, then the registers, then the newest file.
with

named as (

    select code, name, type, valid_from, valid_to, 1 as rank, date '1900-01-01' as period
    from stg_organisations
    union all
    select code, name, 'provider', opened_on, closed_on, 2, date '1900-01-01' from stg_ods_trusts
    union all
    select code, name, 'practice', opened_on, closed_on, 2, date '1900-01-01' from stg_ods_practices
    where code in (select member_code from membership where member_type = 'practice')
    union all
    select code, name, 'network', opened_on, closed_on, 2, date '1900-01-01' from stg_ods_networks
    union all
    select code, name, case side when 'provider' then 'provider' else 'sub_board' end, null, null, 3, period
    from red_published_organisations
    where code <> 'NONC'
    union all
    select parent_code, parent_name, 'board', null, null, 3, period from red_published_organisations where parent_code <> ''
    union all
    select provider_code, provider_name, 'provider', null, null, 4, period from stg_ae
    union all
    select org_code, org_name, case basis when 'provider' then 'provider' else 'board' end, null, null, 4, period
    from stg_cancer
    where org_code <> 'UNKNOWN'
    union all
    select network_code, network_name, 'network', null, null, 4, date '1900-01-01' from stg_ods_network_members
    union all
    select practice_code, practice_name, 'practice', null, null, 4, date '1900-01-01' from stg_ods_network_members
    union all
    select practice_code, practice_name, 'practice', null, null, 5, period from stg_practice_map
    union all
    select network_code, network_name, 'network', null, null, 5, period from stg_practice_map
    union all
    select sub_board_code, sub_board_name, 'sub_board', null, null, 5, period from stg_practice_map
    union all
    select board_code, board_name, 'board', null, null, 5, period from stg_practice_map
    union all
    select sub_board_code, sub_board_name, 'sub_board', null, null, 6, date '1900-01-01' from stg_ods_networks
    union all
    select provider_code, provider_name, 'provider', null, null, 6, date '1900-01-01' from stg_system_mapping
    union all
    select board_code, board_name, 'board', null, null, 6, date '1900-01-01' from stg_system_mapping
    union all
    select code, name, 'region', null, null, 2, date '1900-01-01' from regions
    union all
    select 'ENG', 'England', 'england', null, null, 2, date '1900-01-01'
    union all
    select member_code, null, member_type, null, null, 9, date '1900-01-01' from membership
    union all
    select org_code, null, org_type, null, null, 9, date '1900-01-01' from membership

),

-- A code with two lives (a practice that also runs a clinic) goes by the most trusted of its types.
best as (

    select
        code,
        arg_min(type, (rank, -datediff('day', date '1900-01-01', period), type)) as type,
        arg_min(name, (rank, -datediff('day', date '1900-01-01', period), name)) filter (name <> '') as name,
        arg_min(valid_from, rank) filter (valid_from is not null) as valid_from,
        arg_min(valid_to, rank) filter (valid_to is not null) as valid_to
    from named
    where code <> ''
    group by code

),

nicknames as (

    select code, min(nickname) as nickname from stg_organisations where nickname is not null group by code

),

first_parent as (

    select
        type,
        code,
        arg_min(
            parent_code,
            (case parent_type when 'sub_board' then 1 when 'board' then 2 when 'region' then 3 else 4 end, parent_code)
        ) as parent_code
    from parents
    group by type, code

)

select
    best.code,
    coalesce(tidy_name(best.name), best.code) as name,
    nicknames.nickname,
    best.type,
    case when best.type = 'region' then 'ENG' else first_parent.parent_code end as parent_code,
    best.valid_from,
    coalesce(best.valid_to, successors.ended_on) as valid_to

from best
left join nicknames using (code)
left join first_parent on best.code = first_parent.code and best.type = first_parent.type
left join successors on best.code = successors.code
order by best.code
