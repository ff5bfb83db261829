-- Operations cancelled at the last minute, and those of them not done within 28 days.
select period, org_code, not_treated as part, cancelled as whole
from stg_cancelled_operations
