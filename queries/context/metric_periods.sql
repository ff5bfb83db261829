/*
The periods of each metric, numbered: what anybody reported. A provider's missing month is then a hole in the
numbers, while a metric that is published quarterly has none.
*/
select
    metric,
    period,
    row_number() over (partition by metric order by period) as seq,
    period = max(period) over (partition by metric) as is_latest
from observations
group by metric, period
