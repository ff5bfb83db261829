-- Every signal, strongest first; of one organisation where $org_code is given.
select
    metric, org_code, population_code, specialty_code, group_code, period, code as signal, rule, direction,
    people_affected, strength, q_value
from signals
where $org_code is null or org_code = $org_code
order by
    strength desc,
    people_affected desc nulls last,
    org_code,
    metric,
    specialty_code,
    group_code,
    population_code,
    code
