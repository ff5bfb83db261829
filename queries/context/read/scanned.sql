-- How many measures were looked at for something that stands out, of one organisation or of all, and how many would by chance.
select
    count(distinct series_id) as measures,
    coalesce(sum(false_alarm), 0) as by_chance
from tests
where $org_code is null or org_code = $org_code
