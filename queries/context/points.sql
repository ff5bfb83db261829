/*
The table `points`: every known observation with its 95 % interval, its limits and its rule.

The interval is Wilson's for proportions, Byar's for rates and for observed over expected (exact Poisson below 10
events); other kinds have none: a median, a list size or a balancing figure isn't a count of independent events.
*/
with

placed as (

    select
        series_keys.* exclude (series_id),
        chart_rules.* exclude (seq, n_points, rebase_group),
        chart_rules.rebase_group,
        metric_facts.interval,
        metric_facts.scale,
        metric_facts.better,
        1.959963984540054 as z
    from chart_rules
    inner join series_keys using (series_id)
    inner join metric_facts on metric_facts.metric = series_keys.metric
    where chart_rules.rebase_group >= 0

)

select
    placed.metric,
    placed.view,
    placed.period,
    placed.org_code,
    placed.population_code,
    placed.specialty_code,
    placed.group_code,
    placed.numerator,
    placed.denominator,
    placed.value,
    case
        when interval = 'wilson' then 100 * greatest(0,
            (2 * numerator + z ** 2 - z * sqrt(greatest(z ** 2 + 4 * numerator * (1 - numerator / denominator), 0)))
            / (2 * (denominator + z ** 2)))
        when interval = 'poisson' then scale / denominator * case
            when numerator < 10 then exact_poisson.low
            else numerator * (1 - 1 / (9 * numerator) - z / (3 * sqrt(numerator))) ** 3
        end
    end as low,
    case
        when interval = 'wilson' then 100 * least(1,
            (2 * numerator + z ** 2 + z * sqrt(greatest(z ** 2 + 4 * numerator * (1 - numerator / denominator), 0)))
            / (2 * (denominator + z ** 2)))
        when interval = 'poisson' then scale / denominator * case
            when numerator < 10 then exact_poisson.high
            else (numerator + 1) * (1 - 1 / (9 * (numerator + 1)) + z / (3 * sqrt(numerator + 1))) ** 3
        end
    end as high,
    placed.mean,
    placed.lower_limit,
    placed.upper_limit,
    placed.rule,
    case
        when placed.rule is null then 'common_cause'
        when placed.better = 'neither' then 'special_cause_neutral'
        when (placed.side > 0) = (placed.better = 'higher') then 'special_cause_improvement'
        else 'special_cause_concern'
    end as point_type,
    placed.sigma,
    placed.side,
    placed.last_run,
    placed.series_id,
    placed.rebase_group,
    unrebased.unrebased_mean,
    unrebased.unrebased_lower,
    unrebased.unrebased_upper
from placed
left join exact_poisson on exact_poisson.events = placed.numerator
left join (
    select series_id, period, mean as unrebased_mean, lower_limit as unrebased_lower, upper_limit as unrebased_upper
    from chart_rules
    where rebase_group = -1
) as unrebased
    on unrebased.series_id = placed.series_id
    and unrebased.period = placed.period
