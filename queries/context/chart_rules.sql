/*
The points of every chart with their limits and rules: `charts`, a row a point again. A view, so that only those that somebody
reads are made.
*/
select
    series_id,
    rebase_group,
    n_points,
    unnest(seqs) as seq,
    unnest(periods) as period,
    unnest(numerators) as numerator,
    unnest(denominators) as denominator,
    unnest(x) as value,
    mean,
    unnest(list_transform(units, lambda u: sigma * u)) as sigma,
    unnest(lower) as lower_limit,
    unnest(upper) as upper_limit,
    unnest(rules) as rule,
    unnest(sides) as side,
    last_run
from charts
