-- The seven NHS regions and any that a file or the local register adds; `key` is how other files may spell the name.
with

known as (

    select * from (
        values
            ('Y56', 'London', 9), ('Y58', 'South West', 9), ('Y59', 'South East', 9), ('Y60', 'Midlands', 9),
            ('Y61', 'East of England', 9), ('Y62', 'North West', 9), ('Y63', 'North East and Yorkshire', 9)
    ) as seven (code, name, rank)
    union all
    select region_code, arg_max(region_name, period), 2
    from stg_practice_map
    where region_code <> '' and region_name <> ''
    group by region_code
    union all
    select code, any_value(name), 1
    from stg_organisations
    where type = 'region' and name <> ''
    group by code

),

named as (

    select code, arg_min(name, rank) as name
    from known
    group by code

),

-- A region that only an A&E file, a cancer file or the system mapping names has no code: its name serves as one.
spelt as (

    select region_name as name from stg_ae
    union
    select region_name from stg_system_mapping
    union
    select region_name from stg_cancer where basis = 'provider'

),

uncoded as (

    select upper(region_key(name)) as code, any_value(name) as name
    from spelt
    where
        region_key(name) not in (select region_key(name) from named)
        and region_key(name) not in ('', 'england')
    group by all

)

select code, tidy_region(name) as name, region_key(name) as key from named
union all
select code, tidy_region(name), region_key(name) from uncoded
order by code
