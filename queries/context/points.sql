/*
The view `points`: every known observation with its 95% interval, its limits and its rule, made of the lists in `charts` for the
series that somebody asks for. A rebased series carries the limits that it would have without the register.
*/
select
    series.metric,
    series.view,
    placed.period,
    series.org_code,
    series.population_code,
    series.specialty_code,
    series.group_code,
    placed.numerator,
    placed.denominator,
    placed.value,
    interval_low(
        metric_facts.interval, placed.numerator, placed.denominator, metric_facts.scale, exact_poisson.low
    ) as low,
    interval_high(
        metric_facts.interval, placed.numerator, placed.denominator, metric_facts.scale, exact_poisson.high
    ) as high,
    placed.mean,
    placed.lower_limit,
    placed.upper_limit,
    placed.rule,
    type_of_point(placed.rule, placed.side, metric_facts.better) as point_type,
    placed.sigma,
    placed.side,
    placed.last_run,
    placed.series_id,
    placed.rebase_group,
    unrebased.mean as unrebased_mean,
    unrebased.lower_limit as unrebased_lower,
    unrebased.upper_limit as unrebased_upper
from chart_rules as placed
inner join series on series.series_id = placed.series_id
inner join metric_facts on metric_facts.metric = series.metric
left join exact_poisson on exact_poisson.events = placed.numerator
left join chart_rules as unrebased
    on unrebased.rebase_group = -1
    and unrebased.series_id = placed.series_id
    and unrebased.period = placed.period
where placed.rebase_group >= 0
