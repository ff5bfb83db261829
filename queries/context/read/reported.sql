-- The months of each metric that anybody reported.
select metric, list(distinct period order by period) as periods
from observations
group by metric
order by metric
