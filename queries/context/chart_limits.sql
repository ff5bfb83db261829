/*
Limits of every control chart at once: from `chart_points` to the table `chart_limits`.

chart_points: series_id, rebase_group, seq, period, value, numerator, denominator, chart, is_count, in_baseline.
`seq` numbers the periods of the metric, so that a provider's missing month is a hole in it (or a row without a value).
A moving range is taken between neighbours only: over a hole there is none. A row without a value gets the limits of
its group, so that the lines run on.

chart 'xmr': sigma is the mean moving range / 1.128, the same for every point (2.66 and 1.7733 are NHS England's
roundings). chart 'pprime' (percentages of counts): the same on z-scores, so that the limits breathe with the
denominator and yet take the real month-to-month scatter, where a plain p chart would alarm in most months.

$screen_factor: ranges at or above this many mean ranges are left out, once; 'infinity' keeps all.
Where over half of the points are one value (a rare event; a measure that is nearly always 100 %), screening would
throw away the only scatter there is, so it is left out, and sigma is never less than chance alone would make it. If that
value is none at all, or all of them, the limit lies at the next whole event beyond three sigma: events come whole, and
one death, or one late letter, is not a process out of control.
*/
with

centred as (

    select
        *,
        count(value) filter (in_baseline) over whole as baseline_points,
        median(value) filter (in_baseline) over whole as middle,
        case
            when min(value) filter (in_baseline) over whole = max(value) filter (in_baseline) over whole
                then min(value) filter (in_baseline) over whole
            when chart = 'pprime'
                then 100 * sum(numerator) filter (in_baseline and value is not null) over whole
                    / sum(denominator) filter (in_baseline and value is not null) over whole
            else avg(value) filter (in_baseline) over whole
        end as mean,
        case when chart = 'pprime' then sqrt(greatest(mean * (100 - mean), 0) / denominator) else 1.0 end as unit
    from chart_points
    window whole as (
        partition by series_id, rebase_group order by seq
        rows between unbounded preceding and unbounded following
    )

),

stepped as (

    select
        *,
        (value - mean) / nullif(unit, 0) as deviation,
        case when seq - lag(seq) over steps = 1 then abs(deviation - lag(deviation) over steps) end as range_before
    from centred
    window steps as (partition by series_id, rebase_group order by seq)

),

ranged as (

    select
        *,
        avg(range_before) filter (in_baseline) over whole as all_ranges,
        2 * count(*) filter (value = middle and in_baseline) over whole > baseline_points as is_rare,
        baseline_points >= 10 and (unit = 0 or all_ranges is not null) as is_enough
    from stepped
    window whole as (
        partition by series_id, rebase_group order by seq
        rows between unbounded preceding and unbounded following
    )

),

screened as (

    select
        *,
        avg(range_before) filter (in_baseline and range_before < $screen_factor * all_ranges) over whole as kept_ranges
    from ranged
    window whole as (
        partition by series_id, rebase_group order by seq
        rows between unbounded preceding and unbounded following
    )

),

scaled as (

    select
        *,
        case
            when unit = 0 or all_ranges = 0 then 0
            when is_rare and chart = 'pprime' then greatest(all_ranges, 1.128) * unit
            when is_rare and is_count and middle = 0 then greatest(all_ranges, 1.128 * sqrt(greatest(mean, 0)))
            when is_rare then all_ranges
            else coalesce(kept_ranges, all_ranges) * unit
        end as mean_range,
        case when chart = 'pprime' then 3 / 1.128 else 2.66 end * mean_range as three_sigma,
        case when chart = 'pprime' then 2 / 1.128 else 1.7733 end * mean_range as two_sigma,
        case
            when not is_rare or coalesce(all_ranges, 0) = 0 then null
            when is_count and middle = 0 then mean
            when chart = 'pprime' and middle = 0 then mean / 100 * denominator
            when chart = 'pprime' and middle = 100 then (100 - mean) / 100 * denominator
        end as usual_events,
        (floor(usual_events + 3 * sqrt(usual_events)) + 1) * if(chart = 'pprime', 100 / denominator, 1) as next_event
    from screened

)

select
    series_id,
    rebase_group,
    seq,
    period,
    numerator,
    denominator,
    value,
    is_rare,
    baseline_points,
    case when is_enough then mean end as mean,
    case when is_enough then mean_range / 1.128 end as sigma,
    case
        when not is_enough then null
        when chart = 'pprime' then greatest(least(mean - three_sigma, if(middle = 100, 100 - next_event, null)), 0)
        else mean - three_sigma
    end as lower_limit,
    case
        when not is_enough then null
        when chart = 'pprime' then least(greatest(mean + three_sigma, if(middle = 0, next_event, null)), 100)
        else greatest(mean + three_sigma, next_event)
    end as upper_limit,
    case when is_enough then two_sigma end as two_sigma
from scaled
