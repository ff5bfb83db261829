/*
Each practice of our home boards ($boards): its name, list size, share aged 75 or more and tenth of deprivation, in the latest month.
*/
with

sizes as (

    select
        practice_code,
        max(period) as listed_in,
        max(patients) filter (age_group = 'all' and sex = 'all') as patients,
        sum(patients) filter (
            sex in ('male', 'female') and try_cast(left(age_group, 2) as integer) >= 75
        ) as older,
        sum(patients) filter (sex in ('male', 'female') and age_group <> 'all') as of_age
    from gp_list_size
    where period = (select max(period) from gp_list_size)
    group by practice_code

)

select
    sizes.practice_code as code,
    coalesce(mapped.practice_name, filed.name, sizes.practice_code) as name,
    sizes.patients,
    sizes.listed_in,
    100 * sizes.older / nullif(sizes.of_age, 0) as older,
    places.imd_decile as deprivation
from sizes
left join (
    select * from practice_map qualify period = max(period) over ()
) as mapped on sizes.practice_code = mapped.practice_code
left join ods_practices as filed on sizes.practice_code = filed.code
left join practice_deprivation as places on sizes.practice_code = places.practice_code
where list_contains($boards, coalesce(mapped.board_code, filed.board_code))
order by sizes.practice_code
