-- Deaths and those expected, both in tenths.
select period, org_code, 10 * observed as part, expected as whole
from stg_shmi
