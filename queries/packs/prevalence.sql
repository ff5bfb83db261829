-- The latest value of each indicator for practices and networks ($codes) and for England: whole areas, all persons.
select
    indicator_id, indicator, area_type, time_period, age, value, low, high, count, denominator,
    if(area_code = 'E92000001', 'ENG', area_code) as area_code
from need
where
    category_type is null
    and (sex is null or lower(sex) in ('persons', 'not applicable'))
    and (list_contains($codes, area_code) or area_code = 'E92000001')
qualify time_order = max(time_order) over (partition by indicator_id, age, area_code)
order by indicator, indicator_id, age, area_code
