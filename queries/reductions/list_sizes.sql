-- Registered people by month, practice, sex and age group; 'all' marks totals as published.
select
    period,
    practice_code,
    max(sub_board_code) as sub_board_code,
    sex,
    age_group,
    cast(sum(patients) as int) as patients

from stg_gp_list_size
group by period, practice_code, sex, age_group
