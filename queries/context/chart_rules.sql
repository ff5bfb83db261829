/*
The four rules, on every chart at once: from `chart_limits` to the points in `chart_rules`, with rule and side.

Sides of the mean become bits, a bit a point, and a run is bits in a row (the macros of `chart_macros.sql`). The
rules run along known points: a missing month breaks no run. Precedence: 1 outside the limits, 2 a trend of 7, 3
two of three beyond two sigma, 4 a shift of 7; where a rise turns into a fall, the later counts. A point within rounding of a line is on it. Fewer than 13 points in the
series: trial limits are drawn, nothing is judged. `last_run` is the number of latest points on one side.
*/
with

sided as (

    select
        *,
        list_transform(x, lambda v: side_of(v, mean, 1e-10 * greatest(abs(mean), abs(v)))) as sides,
        list_transform(x, lambda v, i: case
            when v > upper[i] + 1e-10 * greatest(abs(mean), abs(v)) then 1
            when v < lower[i] - 1e-10 * greatest(abs(mean), abs(v)) then -1
            else 0
        end) as outs,
        list_transform(x, lambda v, i: case
            when outs[i] = 0 and abs(v - mean) > two * units[i] + 1e-10 * greatest(abs(mean), abs(v)) then sides[i]
            else 0
        end) as beyonds,
        list_transform(x, lambda v, i: coalesce(sign(v - x[i - 1]), 0)) as steps
    from chart_limits
    where mean is not null and n_points >= 13

),

bitten as (

    select
        *,
        as_bits(sides, 1) as above,
        as_bits(sides, -1) as below,
        in_seven(above) | in_seven(below) as shifts,
        in_trend(as_bits(steps, 1)) as rises,
        in_trend(as_bits(steps, -1)) as falls,
        in_three(above, as_bits(beyonds, 1)) | in_three(below, as_bits(beyonds, -1)) as threes,
        case sides[-1] when 1 then last_ones(above) when -1 then last_ones(below) else 0 end as last_run
    from sided

),

judged as (

    select
        *,
        list_transform(x, lambda v, i: case
            when outs[i] <> 0 then 'outside_limits'
            when get_bit(rises, i::int - 1) = 1 or get_bit(falls, i::int - 1) = 1 then 'trend'
            when get_bit(threes, i::int - 1) = 1 then 'two_of_three'
            when get_bit(shifts, i::int - 1) = 1 and not is_rare then 'shift'
        end) as rules,
        list_transform(rules, lambda rule, i: case
            when rule is null then 0
            when rule = 'trend' and get_bit(rises, i::int - 1) = get_bit(falls, i::int - 1) then steps[i + 1]
            when rule = 'trend' then if(get_bit(falls, i::int - 1) = 1, -1, 1)
            else sides[i]
        end) as ways
    from bitten

)

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
    unnest(ways)::tinyint as side,
    last_run
from judged
union all by name
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
    0::tinyint as side
from chart_limits
where mean is null or n_points < 13
