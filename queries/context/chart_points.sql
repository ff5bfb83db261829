/*
Observations as points of charts: the value in the metric's unit, the number of its period, and its rebase group.

A rebase in the register starts a new group for its metric, provider and specialty (an empty specialty or ALL-of-them
is every specialty). Limits are never rebased by the tool itself, and a rebased series comes twice: its group -1 is the
series as it would be without the register, so that nobody can hide a rise behind a rebase.

The months in which a feed has not settled (`settling`) are a group of their own, which sets no limits.
*/
with

rebased as (

    select distinct
        series_keys.series_id,
        rebases.period
    from series_keys
    inner join rebases
        on rebases.metric = series_keys.metric
        and rebases.provider_code = series_keys.org_code
        and coalesce(nullif(rebases.specialty_code, ''), series_keys.specialty_code) = series_keys.specialty_code

),

starts as (

    select * from rebased
    union
    select series_id, unnest([date '1900-01-01', settled_from]) as period from settling

),

rebase_groups as (

    select
        starts.series_id,
        starts.period,
        row_number() over (partition by starts.series_id order by starts.period) as rebase_group,
        coalesce(lead(starts.period) over (partition by starts.series_id order by starts.period), date '9999-01-01') as until,
        coalesce(starts.period >= settling.settled_from, true) as is_settled
    from starts
    left join settling using (series_id)

),

placed as (

    select
        hash(
            observations.metric, observations.view, observations.org_code, observations.population_code,
            observations.specialty_code, observations.group_code
        ) as series_id,
        coalesce(rebase_groups.rebase_group, 0) as rebase_group,
        metric_periods.seq,
        observations.period,
        observations.value,
        observations.numerator,
        observations.denominator,
        metric_facts.chart,
        metric_facts.kind = 'count' as is_count,
        coalesce(rebase_groups.is_settled, true) as in_baseline
    from observations
    inner join metric_facts on metric_facts.metric = observations.metric
    inner join metric_periods on metric_periods.metric = observations.metric and metric_periods.period = observations.period
    left join rebase_groups
        on rebase_groups.series_id = hash(
            observations.metric, observations.view, observations.org_code, observations.population_code,
            observations.specialty_code, observations.group_code
        )
        and observations.period >= rebase_groups.period
        and observations.period < rebase_groups.until

)

select * from placed
union all
select * replace (-1 as rebase_group)
from placed
where in_baseline and series_id in (select series_id from rebased)
