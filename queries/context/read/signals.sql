-- Every signal, burdens before the others, strongest first; of one organisation where $org_code is given.
select
    metric, org_code, population_code, specialty_code, group_code, period, code as signal, rule, direction,
    people_affected, strength, q_value, england_people, share_of_england
from signals
where $org_code is null or org_code = $org_code
order by
    code = 'BURDEN' desc,
    strength desc,
    people_affected desc nulls last,
    org_code,
    metric,
    specialty_code,
    group_code,
    population_code,
    code
