-- One row per indicator, area, group of people and time: England goes by the code it has everywhere else.
select * replace (case when area_code = 'E92000001' then 'ENG' else area_code end as area_code)
from need
