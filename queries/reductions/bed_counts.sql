-- General and acute beds with somebody in them, and all that are open, in tenths.
select period, org_code, occupied as part, available as whole
from stg_beds
