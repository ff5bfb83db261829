/*
Every row of the tidy table with its limits, its rule and its type, in the words of NHS England's tools.
*/
with

numbered as (

    select
        *,
        dense_rank() over (order by series) as series_id,
        row_number() over (partition by series order by date) as seq
    from tidy

),

placed as (

    select numbered.*, chart_points.rebase_group
    from numbered
    inner join chart_points
        on chart_points.series_id = numbered.series_id
        and chart_points.seq = numbered.seq
        and chart_points.rebase_group >= 0

),

grouped as (

    select series_id, rebase_group, any_value(mean) as mean, min(lower_limit) as lower_limit, max(upper_limit) as upper_limit
    from chart_rules
    group by series_id, rebase_group

),

judged as (

    select
        placed.*,
        -- the lines run on over a missing month: those of an XmR chart are level, of a p-prime chart only the mean
        coalesce(rules.mean, grouped.mean) as mean,
        coalesce(rules.lower_limit, if(chart = 'xmr', grouped.lower_limit, null)) as lower_limit,
        coalesce(rules.upper_limit, if(chart = 'xmr', grouped.upper_limit, null)) as upper_limit,
        unrebased.mean as unrebased_mean,
        unrebased.lower_limit as unrebased_lpl,
        unrebased.upper_limit as unrebased_upl,
        coalesce(rules.side, 0) as side,
        rules.rule
    from placed
    left join grouped
        on grouped.series_id = placed.series_id and grouped.rebase_group = placed.rebase_group
    left join chart_rules as rules
        on rules.series_id = placed.series_id
        and rules.seq = placed.seq
        and rules.rebase_group = placed.rebase_group
    left join chart_rules as unrebased
        on unrebased.series_id = placed.series_id and unrebased.seq = placed.seq and unrebased.rebase_group = -1

)

select
    series,
    date,
    value,
    numerator,
    denominator,
    rebase_group,
    mean,
    lower_limit as lpl,
    upper_limit as upl,
    case rule
        when 'outside_limits' then case when side > 0 then 'Above UCL' else 'Below LCL' end
        when 'trend' then case when side > 0 then '7 Point Trend (Increasing)' else '7 Point Trend (Decreasing)' end
        when 'two_of_three' then case when side > 0 then '2 in 3 Above CL' else '2 in 3 Below CL' end
        when 'shift' then case when side > 0 then '7 Points Above CL' else '7 Points Below CL' end
        else 'Common Cause'
    end as special_cause_type,
    case
        when rule is null then 'common_cause'
        when improvement_direction = 'neutral' and side > 0 then 'special_cause_neutral_high'
        when improvement_direction = 'neutral' then 'special_cause_neutral_low'
        when (side > 0) = (improvement_direction = 'increase') then 'special_cause_improvement'
        else 'special_cause_concern'
    end as point_type,
    target,
    unrebased_mean,
    unrebased_lpl,
    unrebased_upl,
    improvement_direction
from judged
order by series, date
