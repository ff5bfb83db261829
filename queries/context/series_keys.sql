/*
One row a series, numbered by the hash of what identifies it: sixteen digits instead of six texts in every later
sort. The build checks that no two series share a number.
*/
select
    hash(metric, view, org_code, population_code, specialty_code, group_code) as series_id,
    metric,
    view,
    org_code,
    population_code,
    specialty_code,
    group_code
from observations
group by all
