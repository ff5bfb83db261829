-- One row per month, organisation and group of people; a count that the publisher hides is null. Groups are those of the local feed:
-- fifths of deprivation (1 is the most deprived: tenths 1 and 2) and the five ethnic groups of the census. Who is in no known group has
-- null there.
select * replace (upper(trim(org_code)) as org_code),
case
    when dimension = 'deprivation' then 'deprivation:' || cast((cast(category as int) + 1) // 2 as varchar)
    when dimension <> 'ethnicity' then dimension || ':' || category
    when category in ('A', 'B', 'C') then 'ethnicity:White'
    when category in ('D', 'E', 'F', 'G') then 'ethnicity:Mixed'
    when category in ('H', 'J', 'K', 'L', 'R') then 'ethnicity:Asian or Asian British'
    when category in ('M', 'N', 'P') then 'ethnicity:Black or Black British'
    when category = 'S' then 'ethnicity:Other'
end as group_code
from wlmds
