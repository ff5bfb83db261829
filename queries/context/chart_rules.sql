/*
The four rules, on every chart at once: from `chart_limits` to `chart_rules` (rule and side of every point).

They run along the known points of a rebase group: a missing month breaks no run. Precedence: 1 outside the limits,
2 a trend of 7, 3 two of three beyond two sigma, 4 a shift of 7. A point within rounding of a line is on it.
Fewer than 13 points in the series: trial limits are drawn, nothing is judged.
*/
with

sided as (

    select
        *,
        count(*) filter (rebase_group >= 0) over (partition by series_id) as n_points,
        1e-10 * greatest(abs(mean), abs(value)) as rounding,
        case when value > mean + rounding then 1 when value < mean - rounding then -1 else 0 end as side,
        case when value > upper_limit + rounding or value < lower_limit - rounding then side else 0 end as outside,
        case when outside = 0 and abs(value - mean) > two_sigma + rounding then side else 0 end as beyond,
        sign(value - lag(value) over (partition by series_id, rebase_group order by seq)) as step
    from chart_limits
    where value is not null

),

ended as (

    select
        *,
        sum(side) over seven as shift_sum,
        sum(step) over six as trend_sum,
        sum(side) over three as side_sum,
        sum(beyond) over three as beyond_sum
    from sided
    window
        seven as (partition by series_id, rebase_group order by seq rows between 6 preceding and current row),
        six as (partition by series_id, rebase_group order by seq rows between 5 preceding and current row),
        three as (partition by series_id, rebase_group order by seq rows between 2 preceding and current row)

),

marked as (

    select
        *,
        max(case when abs(shift_sum) = 7 then 1 else 0 end) over six_on as in_shift,
        last_value(case when abs(trend_sum) = 6 then sign(trend_sum) end ignore nulls) over six_on as trend,
        max(case when abs(side_sum) = 3 and abs(beyond_sum) >= 2 then 1 else 0 end) over two_on as in_three
    from ended
    window
        six_on as (partition by series_id, rebase_group order by seq rows between current row and 6 following),
        two_on as (partition by series_id, rebase_group order by seq rows between current row and 2 following)

)

select
    series_id,
    rebase_group,
    seq,
    period,
    numerator,
    denominator,
    value,
    mean,
    sigma,
    lower_limit,
    upper_limit,
    n_points,
    case
        when n_points < 13 or mean is null then null
        when outside <> 0 then 'outside_limits'
        when trend <> 0 then 'trend'
        when in_three = 1 and beyond <> 0 then 'two_of_three'
        when in_shift = 1 and not is_rare then 'shift'
    end as rule,
    case when rule is null then 0 when rule = 'trend' then trend else side end::tinyint as side
from marked
