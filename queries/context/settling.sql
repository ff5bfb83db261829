/*
When a feed has run long enough for a measure of waits: until then the longest waits can't be in it, whoever waits. A feed that begins
in January holds no wait of a year before the next January.

One row a series of a metric that settles (`settles_in` months after the organisation's first month in any metric of the same source).
Months before `settled_from` are shown; they set no limits, and nothing fires on them.
*/
with

begun as (

    select metric_facts.source, observations.org_code, min(observations.period) as first_period
    from observations
    inner join metric_facts using (metric)
    where metric_facts.source in (select source from metric_facts where settles_in > 0)
    group by metric_facts.source, observations.org_code

)

select series_keys.series_id, (begun.first_period + to_months(metric_facts.settles_in))::date as settled_from
from series_keys
inner join metric_facts on metric_facts.metric = series_keys.metric and metric_facts.settles_in > 0
inner join begun on begun.source = metric_facts.source and begun.org_code = series_keys.org_code
