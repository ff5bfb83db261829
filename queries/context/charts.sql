/*
The four rules, on every chart at once: from `chart_limits` to `charts`, one row a chart, with the rule and the side of each of its
points in lists. It stays in lists: the view `chart_rules` makes points of those that somebody reads.

Sides of the mean become bits, a bit a point, and a run is bits in a row (the macros of `chart_macros.sql`). The
rules run along known points: a missing month breaks no run. A run of rare events (`is_rare` in `chart_limits`) is on one side of the
mean and of the median: of counts that are mostly none, or none and one, far more than half lie below the mean, but never more than half
on one side of the median, so that a run of seven is as seldom chance there as anywhere. Only the side on which the median lies
beyond the mean needs a second look. Precedence: 1 outside the limits, 2 a trend of 7, 3
two of three between two sigma and the limit, 4 a shift of 7; where a rise turns into a fall, the later counts. A point within rounding of a line is on it. Fewer than 13 points in the
series: trial limits are drawn, nothing is judged. `last_run` is the number of latest points on one side.
*/
with

sided as (

    select
        *,
        sides_of(x, mean) as sides,
        list_transform(x, lambda v, i: side_between(v, lower[i], upper[i], 1e-10 * greatest(abs(mean), abs(v)))) as outs,
        list_transform(x, lambda v, i: abs(v - mean) > two * units[i] + 1e-10 * greatest(abs(mean), abs(v))) as are_far,
        list_transform(x, lambda v, i: coalesce(sign(v - x[i - 1]), 0)) as steps
    from chart_limits
    where mean is not null and n_points >= 13

),

beyond as (

    select *, list_transform(sides, lambda s, i: if(are_far[i] and outs[i] = 0, s, 0)) as beyonds
    from sided

),

bitten as (

    select
        *,
        as_bits(sides, 1) as above,
        as_bits(sides, -1) as below,
        if(is_rare and middle > mean, as_bits(sides_of(x, middle), 1), above) as held_above,
        if(is_rare and middle < mean, as_bits(sides_of(x, middle), -1), below) as held_below,
        as_bits(steps, 1) as up,
        as_bits(steps, -1) as down,
        as_bits(beyonds, 1) as far_above,
        as_bits(beyonds, -1) as far_below
    from beyond

),

started as (

    select
        *,
        start_of_seven(held_above) | start_of_seven(held_below) as seven,
        start_of_six(up) as rise,
        start_of_six(down) as fall,
        start_of_three(above, far_above) as three_above,
        start_of_three(below, far_below) as three_below
    from bitten

),

marked as (

    select
        *,
        seven | (seven >> 1) | (seven >> 2) | (seven >> 3) | (seven >> 4) | (seven >> 5) | (seven >> 6) as shifts,
        steps_and_first(rise) as rises,
        steps_and_first(fall) as falls,
        (far_above & (three_above | (three_above >> 1) | (three_above >> 2)))
        | (far_below & (three_below | (three_below >> 1) | (three_below >> 2))) as threes,
        case sides[-1] when 1 then last_ones(held_above) when -1 then last_ones(held_below) else 0 end as last_run
    from started

),

judged as (

    select
        *,
        list_transform(outs, lambda o, i: case
            when o <> 0 then 'outside_limits'
            when get_bit(rises, i::int - 1) + get_bit(falls, i::int - 1) > 0 then 'trend'
            when get_bit(threes, i::int - 1) = 1 then 'two_of_three'
            when get_bit(shifts, i::int - 1) = 1 then 'shift'
        end) as rules
    from marked

),

directed as (

    select
        *,
        list_transform(rules, lambda rule, i: case
            when rule is null then 0
            when rule <> 'trend' then sides[i]
            when get_bit(rises, i::int - 1) = get_bit(falls, i::int - 1) then steps[i + 1]
            when get_bit(falls, i::int - 1) = 1 then -1
            else 1
        end) as ways
    from judged

)

select
    series_id,
    rebase_group,
    n_points,
    seqs,
    periods,
    x,
    numerators,
    denominators,
    mean,
    sigma,
    units,
    lower,
    upper,
    rules,
    list_transform(ways, lambda way: way::tinyint) as sides,
    last_run
from directed
union all by name
select
    series_id,
    rebase_group,
    n_points,
    seqs,
    periods,
    x,
    numerators,
    denominators,
    mean,
    sigma,
    units,
    lower,
    upper,
    list_transform(x, lambda v: null::varchar) as rules,
    list_transform(x, lambda v: 0::tinyint) as sides,
    null::bigint as last_run
from chart_limits
where mean is null or n_points < 13
