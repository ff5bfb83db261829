-- The seven NHS regions and any that a file or the local register adds; `key` is how other files may spell the name.
with

known as (

    select seven.* from (
        values
            ('Y56', 'London', 9), ('Y58', 'South West', 9), ('Y59', 'South East', 9), ('Y60', 'Midlands', 9),
            ('Y61', 'East of England', 9), ('Y62', 'North West', 9), ('Y63', 'North East and Yorkshire', 9)
    ) as seven (code, name, rank)
    union all
    select code, arg_min(name, (authority, -coalesce(datediff('day', date '1900-01-01', period), 0), name)), min(authority)
    from red_organisations
    where type = 'region' and name <> ''
    group by code

),

named as (

    select code, arg_min(name, rank) as name
    from known
    group by code

),

-- A region that a file names without a code: its name serves as one.
spelt as (

    select distinct parent_name as name from red_organisations where parent_type = 'region' and parent_code = ''

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
