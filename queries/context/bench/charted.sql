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

judged as (

    select
        numbered.*,
        limits.rebase_group,
        limits.mean,
        limits.lower_limit,
        limits.upper_limit,
        unrebased.mean as unrebased_mean,
        unrebased.lower_limit as unrebased_lpl,
        unrebased.upper_limit as unrebased_upl,
        coalesce(rules.side, 0) as side,
        rules.rule,
        coalesce(rules.n_points, 0) as n_points
    from numbered
    inner join chart_limits as limits
        on limits.series_id = numbered.series_id and limits.seq = numbered.seq and limits.rebase_group >= 0
    left join chart_limits as unrebased
        on unrebased.series_id = numbered.series_id and unrebased.seq = numbered.seq and unrebased.rebase_group = -1
    left join chart_rules as rules
        on rules.series_id = numbered.series_id and rules.period = numbered.date and rules.rebase_group >= 0

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
