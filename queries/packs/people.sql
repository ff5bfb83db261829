/*
Each practice with a list by age: where it belongs, its people by age in the latest such list, all its people in the latest list
and in the newest list a year or more before that, and its deprivation.
*/
with

lists as (

    select
        period, practice_code,
        coalesce(
            sum(patients) filter (sex = 'all' and age_group = 'all'),
            sum(patients) filter (sex <> 'all' and age_group = 'all'),
            sum(patients) filter (sex <> 'all' and age_group <> 'all')
        ) as patients
    from gp_list_size
    group by period, practice_code

),

months as (

    select
        max(period) as latest,
        max(period) filter (period <= (select max(period) from lists) - interval 12 month) as earlier
    from lists

),

ages as (

    select
        period, practice_code,
        cast(sum(patients) as bigint) as people,
        cast(sum(patients) filter (youngest < 20) as bigint) as under_20,
        cast(sum(patients) filter (youngest between 65 and 74) as bigint) as from_65,
        cast(sum(patients) filter (youngest between 75 and 84) as bigint) as from_75,
        cast(sum(patients) filter (youngest >= 85) as bigint) as from_85
    from (
        select *, cast(regexp_extract(age_group, '^[0-9]+') as integer) as youngest
        from gp_list_size
        where age_group <> 'all' and sex in ('male', 'female')
    )
    group by period, practice_code
    having sum(patients) > 0

),

mapped as (

    select * from practice_map qualify period = max(period) over ()

)

select
    ages.practice_code,
    coalesce(mapped.practice_name, filed.name, ages.practice_code) as practice_name,
    mapped.network_code,
    mapped.network_name,
    coalesce(mapped.sub_board_code, filed.sub_board_code) as sub_board_code,
    mapped.sub_board_name,
    coalesce(mapped.board_code, filed.board_code) as board_code,
    mapped.board_name,
    ages.people, ages.under_20, ages.from_65, ages.from_75, ages.from_85,
    cast(now.patients as bigint) as patients,
    cast(before.patients as bigint) as patients_before,
    ages.period as aged_in,
    months.latest as listed_in,
    months.earlier as listed_before,
    places.imd_decile as deprivation
from ages
cross join months
left join lists as now on now.practice_code = ages.practice_code and now.period = months.latest
left join lists as before on before.practice_code = ages.practice_code and before.period = months.earlier
left join mapped on mapped.practice_code = ages.practice_code
left join ods_practices as filed on filed.code = ages.practice_code
left join practice_deprivation as places on places.practice_code = ages.practice_code
qualify ages.period = max(ages.period) over ()
order by ages.practice_code
