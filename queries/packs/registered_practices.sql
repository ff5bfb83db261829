/*
A row a month for each practice of our home boards ($boards) or that has reported: its list size and network.
*/
select
    sizes.period,
    sizes.practice_code,
    coalesce(mapped.practice_name, filed.name) as practice_name,
    mapped.network_name,
    sizes.patients
from gp_list_size as sizes
left join (
    select * from practice_map qualify period = max(period) over ()
) as mapped on sizes.practice_code = mapped.practice_code
left join ods_practices as filed on sizes.practice_code = filed.code
where
    sizes.sex = 'all'
    and sizes.age_group = 'all'
    and (
        list_contains($boards, coalesce(mapped.board_code, filed.board_code))
        or sizes.practice_code in (select practice_code from concerns)
    )
order by sizes.period, sizes.practice_code
