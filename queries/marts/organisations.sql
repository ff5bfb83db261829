-- One row per organisation. The local register has the last word on names, then the registers, then the newest file.
with

there as (

    select member_code as code from membership
    union
    select org_code from membership

),

named as (

    select code, name, type, valid_from, valid_to, authority, period
    from red_organisations
    where counted = 1 or code in (select code from there)
    union all
    select code, name, 'region', null, null, 2, null from regions
    union all
    select 'ENG', 'England', 'england', null, null, 2, null
    union all
    select member_code, null, member_type, null, null, 9, null from membership
    union all
    select org_code, null, org_type, null, null, 9, null from membership

),

-- A code with two lives (a practice that also runs a clinic) goes by the most trusted of its types.
best as (

    select
        code,
        arg_min(type, (authority, -coalesce(datediff('day', date '1900-01-01', period), 0), type)) as type,
        arg_min(name, (authority, -coalesce(datediff('day', date '1900-01-01', period), 0), name)) filter (name <> '')
            as name,
        arg_min(valid_from, authority) filter (valid_from is not null) as valid_from,
        arg_min(valid_to, authority) filter (valid_to is not null) as valid_to
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
