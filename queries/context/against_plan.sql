/*
Agreed plans against what happened: the plan month by month, the plan for the last month, for how many months running it has been missed
(no month missing between them), and the monthly improvement that the rest of the plan requires beside the one achieved over the last six months.
*/
with

agreed as (

    select
        series_keys.series_id,
        plans.period,
        plans.planned_value,
        metric_facts.better
    from plans
    inner join series_keys
        on series_keys.metric = plans.metric
        and series_keys.org_code = plans.provider_code
        and series_keys.specialty_code = coalesce(nullif(plans.specialty_code, ''), 'ALL')
        and series_keys.view = 'today'
        and series_keys.population_code = 'ALL'
        and series_keys.group_code = 'ALL'
    inner join metric_facts on metric_facts.metric = plans.metric

),

points as (

    select series_id, unnest(seqs) as seq, unnest(periods) as period, unnest(x) as value
    from charts
    where rebase_group >= 0 and series_id in (select series_id from agreed)

),

compared as (

    select
        points.series_id,
        points.period,
        points.value,
        agreed.planned_value,
        max(points.seq) over (partition by points.series_id) - points.seq + 1 as age,
        row_number() over (partition by points.series_id order by points.period desc) as recency,
        coalesce(case agreed.better
            when 'higher' then points.value < agreed.planned_value
            when 'lower' then points.value > agreed.planned_value
        end, false) as is_worse
    from points
    left join agreed on agreed.series_id = points.series_id and agreed.period = points.period

),

counted as (

    select
        *,
        bool_and(is_worse and recency = age) over (
            partition by series_id order by period desc rows unbounded preceding
        ) as is_behind
    from compared

),

recent as (

    select
        series_id,
        max(period) filter (recency = 1) as last_period,
        max(value) filter (recency = 1) as value,
        max(planned_value) filter (recency = 1) as plan,
        count(*) filter (is_behind) as months_behind,
        regr_slope(value, date_diff('month', date '2000-01-01', period)) filter (recency <= 7) as achieved_rate
    from counted
    group by series_id

),

ahead as (

    select
        series_id,
        max(period) as plan_end,
        arg_max(planned_value, period) as plan_target,
        list({ 'period': period, 'value': planned_value } order by period) as plans
    from agreed
    group by series_id

)

select
    recent.series_id,
    recent.plan,
    recent.months_behind,
    ahead.plan_end,
    ahead.plan_target,
    ahead.plans,
    case when ahead.plan_end > recent.last_period
        then (ahead.plan_target - recent.value) / date_diff('month', recent.last_period, ahead.plan_end)
    end as required_rate,
    recent.achieved_rate
from recent
inner join ahead using (series_id)
