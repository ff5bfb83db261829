-- The same rolled up to every organisation above; a trust whose part or whole is hidden is left out of both.
select
    period,
    membership.view,
    membership.org_code,
    'ALL' as population_code,
    'ALL' as specialty_code,
    'ALL' as group_code,
    name,
    cast(sum(part) as bigint) as part,
    cast(sum(whole) as bigint) as whole

from red_hospital_returns
join membership on red_hospital_returns.org_code = membership.member_code and membership.member_type = 'provider'
where part is not null and whole is not null
group by period, membership.view, membership.org_code, name
