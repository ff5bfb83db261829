-- Who waits, for each trust and for England as published: rounded and hidden counts add up to no board and no region. Trusts that
-- merged are added up where each of them is known.
with

placed as (

    select membership.view, membership.org_code, red_waiting_groups.* exclude (org_code)
    from red_waiting_groups
    join membership on red_waiting_groups.org_code = membership.member_code
    where membership.member_type = 'provider' and membership.org_type = 'provider'

    union all

    select 'today' as view, red_waiting_groups.org_code, red_waiting_groups.* exclude (org_code)
    from red_waiting_groups
    where org_code = 'ENG'

)

select
    period,
    view,
    org_code,
    'ALL' as population_code,
    'ALL' as specialty_code,
    group_code,
    case when count(waiting) = count(*) then cast(sum(waiting) as bigint) end as waiting,
    case when count(within_18_weeks) = count(*) then cast(sum(within_18_weeks) as bigint) end as within_18_weeks,
    case when count(over_52_weeks) = count(*) then cast(sum(over_52_weeks) as bigint) end as over_52_weeks

from placed
group by period, view, org_code, group_code
