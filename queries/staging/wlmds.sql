-- One row per month, organisation and group of people; a count that the publisher hides is null. Groups are those of the local feed:
-- fifths of deprivation (1 is the most deprived: tenths 1 and 2) and the five ethnic groups of the census. Who is in no known group has
-- null there.
select * replace (upper(trim(org_code)) as org_code),
case
    when dimension = 'deprivation' and category in ('1', '2') then 'deprivation:1'
    when dimension = 'deprivation' and category in ('3', '4') then 'deprivation:2'
    when dimension = 'deprivation' and category in ('5', '6') then 'deprivation:3'
    when dimension = 'deprivation' and category in ('7', '8') then 'deprivation:4'
    when dimension = 'deprivation' and category in ('9', '10') then 'deprivation:5'
    when dimension not in ('ethnicity', 'deprivation') then dimension || ':' || category
    when category in ('A', 'B', 'C') then 'ethnicity:White'
    when category in ('D', 'E', 'F', 'G') then 'ethnicity:Mixed'
    when category in ('H', 'J', 'K', 'L', 'R') then 'ethnicity:Asian or Asian British'
    when category in ('M', 'N', 'P') then 'ethnicity:Black or Black British'
    when category = 'S' then 'ethnicity:Other'
end as group_code
from wlmds
