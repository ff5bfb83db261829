-- One row per month, service and organisation; hidden answers are null.
select * replace (upper(trim(org_code)) as org_code)
from friends_and_family
