-- Returns of hospitals that have a part and a whole, one under another.
select period, org_code, 'cancelled_operations' as name, not_treated as part, cancelled as whole
from stg_cancelled_operations

union all

select
    period,
    org_code,
    'discharges' as name,
    sum(case when measure = 'on_the_day' then value end) as part,
    sum(case when measure = 'discharged' then value end) as whole
from stg_discharges
group by period, org_code

union all

select period, org_code, 'shmi' as name, 10 * observed as part, expected as whole
from stg_shmi

union all

select period, org_code, 'beds' as name, occupied as part, available as whole
from stg_beds
