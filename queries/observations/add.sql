-- The one place where a value is made of counts. `measured` is what a metric's SQL selects. A share of nobody has no value: it
-- isn't nought per cent.
insert into observations
select
    $name,
    view,
    period,
    org_code,
    population_code,
    specialty_code,
    group_code,
    numerator,
    denominator,
    case
        when $kind = 'percentile' then value
        when $kind = 'count' then numerator
        else
            numerator * case $unit when 'percent' then 100 when 'per_1000' then 1000 else 1 end
            / nullif(denominator, 0)
    end
from measured
