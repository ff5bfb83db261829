/*
What the last known point of each charted series says: variation and assurance, in the words of NHS England's tools.
"too_few" below 13 points, or where the last rebase left fewer than 10.
*/
with

ends as (

    select
        series,
        count(*) as n,
        count(value) as known,
        arg_max(point_type, date) filter (value is not null) as point_type,
        arg_max(special_cause_type, date) filter (value is not null) as special_cause_type,
        -- with nulls: after a rebase without limits of its own, those of the group before judge nothing
        arg_max_null(mean, date) filter (value is not null) as mean,
        arg_max_null(lpl, date) filter (value is not null) as lpl,
        arg_max_null(upl, date) filter (value is not null) as upl,
        arg_max_null(target, date) as target,
        any_value(improvement_direction) as improvement_direction
    from charted
    group by series

)

select
    series,
    case when known < 13 or mean is null then 'too_few' else point_type end as variation_type,
    case
        when target is null or improvement_direction = 'neutral' then null
        when known < 13 or mean is null then 'too_few'
        when improvement_direction = 'increase' and lpl >= target then 'consistent_pass'
        when improvement_direction = 'increase' and upl < target then 'consistent_fail'
        when improvement_direction = 'decrease' and upl <= target then 'consistent_pass'
        when improvement_direction = 'decrease' and lpl > target then 'consistent_fail'
        else 'inconsistent'
    end as assurance_type,
    n,
    n - known as missing,
    special_cause_type as last_special_cause_type,
    mean as last_mean,
    lpl as last_lpl,
    upl as last_upl,
    target,
    improvement_direction
from ends
order by series
