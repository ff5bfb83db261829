/*
Limits of every control chart at once: from `chart_lists` (one row a chart, a list a column of months) to `chart_limits`.

chart 'xmr': sigma is the mean moving range / 1.128, the same for every point (2.66 and 1.7733 are NHS England's
roundings). chart 'pprime' (percentages of counts): the same on z-scores, so that the limits breathe with the
denominator and yet take the real month-to-month scatter, where a plain p chart would alarm in most months.
A moving range is taken between neighbours only (`seqs` one apart): over a missing month there is none.

The first `baseline_points` of a chart make its limits. $screen_factor: ranges at or above this many mean ranges are left
out, once; 'infinity' keeps all. Where over half of the points are one value (a rare event; a measure that is nearly
always 100%), screening would throw away the only scatter there is, so it is left out, and sigma is never less than
chance alone would make it. If that value is none at all, or all of them, the limit lies at the next whole event beyond
three sigma: events come whole, and one death, or one late letter, is not a process out of control. Counts of fewer than
five a month on average are judged so too: about so small a mean they lie askew, and symmetrical limits mark chance
(docs/accuracy.md).
*/
with

based as (

    select
        *,
        x[:baseline_points] as base,
        list_sum(numerators[:baseline_points]) / list_sum(denominators[:baseline_points]) as share
    from chart_lists

),

centred as (

    select
        *,
        list_median(base) as middle,
        case
            when list_min(base) = list_max(base) then base[1]
            when chart = 'pprime' then 100 * share
            else list_avg(base)
        end as mean
    from based

),

united as (

    select
        *,
        case
            when chart = 'pprime'
                then list_transform(denominators, lambda n: sqrt(greatest(mean * (100 - mean), 0) / n))
            else list_transform(x, lambda v: 1.0::double)
        end as units,
        is_count and mean < 5 as is_few,
        is_few or 2 * len(list_filter(base, lambda v: v = middle)) > baseline_points as is_rare
    from centred

),

scaled as (

    select *, list_transform(x, lambda v, i: (v - mean) / nullif(units[i], 0)) as z
    from united

),

stepped as (

    select
        *,
        list_transform(
            z[:baseline_points], lambda d, i: case when seqs[i] - seqs[i - 1] = 1 then abs(d - z[i - 1]) end
        ) as ranges
    from scaled

),

ranged as (

    select *, list_avg(ranges) as all_ranges
    from stepped

),

screened as (

    select *, list_avg(list_filter(ranges, lambda r: r < $screen_factor * all_ranges)) as kept_ranges
    from ranged

),

measured as (

    select
        *,
        case
            when list_max(units) = 0 or all_ranges = 0 then 0
            when is_rare and chart = 'pprime' then greatest(all_ranges, 1.128)
            when is_few then greatest(all_ranges, 1.128 * sqrt(mean))
            when is_rare then all_ranges
            else coalesce(kept_ranges, all_ranges)
        end as mean_range,
        all_ranges > 0 and (is_few or is_rare and chart = 'pprime' and (middle = 0 or middle = 100)) as is_whole
    from screened

),

spread as (

    select
        *,
        mean_range * if(chart = 'pprime', 3 / 1.128, 2.66) as three,
        case
            when chart = 'pprime' then mean_range * 2 / 1.128
            when is_whole then greatest(mean_range * 1.7733, 2 * sqrt(mean) + 0.5)
            else mean_range * 1.7733
        end as two,
        case
            when is_whole and chart = 'pprime'
                then list_transform(denominators, lambda n: next_event(abs(middle - mean) / 100 * n) * 100 / n)
            when is_whole then list_transform(x, lambda v: next_event(mean))
        end as events
    from measured

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
    is_rare,
    middle,
    mean,
    mean_range / 1.128 as sigma,
    units,
    two,
    case
        when chart <> 'pprime' then list_transform(x, lambda v: mean - three)
        when is_whole and middle = 100
            then list_transform(units, lambda u, i: greatest(least(mean - three * u, 100 - events[i]), 0))
        else list_transform(units, lambda u: greatest(mean - three * u, 0))
    end as lower,
    case
        when chart <> 'pprime' and is_whole then list_transform(events, lambda e: greatest(mean + three, e))
        when chart <> 'pprime' then list_transform(x, lambda v: mean + three)
        when is_whole and middle = 0
            then list_transform(units, lambda u, i: least(greatest(mean + three * u, events[i]), 100))
        else list_transform(units, lambda u: least(mean + three * u, 100))
    end as upper
from spread
where baseline_points >= 10 and mean_range is not null
union all by name
select series_id, rebase_group, n_points, seqs, periods, x, numerators, denominators, false as is_rare
from measured
where baseline_points < 10 or mean_range is null
