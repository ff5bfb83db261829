-- One row per month, practice, sex and age group; 'all' marks totals.
select * replace (
    upper(trim(practice_code)) as practice_code,
    upper(trim(sub_board_code)) as sub_board_code,
    lower(trim(sex)) as sex,
    lower(trim(age_group)) as age_group
)
from gp_list_size
