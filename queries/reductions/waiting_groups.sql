-- The waiting list by group of people, and of all ages together. A group of which a part is hidden is hidden: what is left of it would
-- mislead, and what is missing could be reckoned.
with

grouped as (

    select period, org_code, group_code, total, within_18_weeks, over_52_weeks
    from stg_wlmds
    where group_code is not null

    union all

    select period, org_code, 'ALL' as group_code, total, within_18_weeks, over_52_weeks
    from stg_wlmds
    where dimension = 'age'

)

select
    period,
    org_code,
    group_code,
    cast(case when count(total) = count(*) then sum(total) end as int) as waiting,
    cast(case when count(within_18_weeks) = count(*) then sum(within_18_weeks) end as int) as within_18_weeks,
    cast(case when count(over_52_weeks) = count(*) then sum(over_52_weeks) end as int) as over_52_weeks

from grouped
group by period, org_code, group_code
