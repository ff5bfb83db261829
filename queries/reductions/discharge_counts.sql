-- Who went home, and who did so on the day they were ready to.
select
    period,
    org_code,
    sum(case when measure = 'on_the_day' then value end) as part,
    sum(case when measure = 'discharged' then value end) as whole
from stg_discharges
group by period, org_code
