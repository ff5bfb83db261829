-- The age of an organisation's waiting list at the end of each month, oldest first.
select org_code, population_code, period, weeks
from waiting_by_week
where org_code = $org_code
order by population_code, period
