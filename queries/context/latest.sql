/*
The last known point of every series, and what a chart says of it: variation and assurance.

13 points for an icon, anywhere in the series; after a rebase, 10 in the new group (its limits are trial limits).
`compared_as` keeps like with like: NHS trusts (three letters that begin with R or T), other providers, or the type. A
small private hospital without emergencies makes every trust look bad, and no trust comparable.
A standard that the limits reach but don't cross is met, or missed, every month: consistently.
`cell_id` numbers what is comparable: a metric, view, month, specialty and group.
*/
with

ends as (

    select
        series_id,
        count(*) as n_points,
        min(period) as first_period,
        max(period) as last_period,
        any_value(metric) as metric,
        any_value(view) as view,
        any_value(org_code) as org_code,
        any_value(population_code) as population_code,
        any_value(specialty_code) as specialty_code,
        any_value(group_code) as group_code,
        arg_max(
            struct_pack(numerator, denominator, value, low, high, mean, sigma, lower_limit, upper_limit, rule, side, last_run, point_type),
            period
        ) as last
    from points
    group by series_id

)

select
    ends.* exclude (last),
    unnest(last),
    hash(ends.metric, ends.view, last_period, specialty_code, group_code) as cell_id,
    last_period = metric_periods.period as is_current,
    metric_facts.better,
    metric_facts.unit,
    metric_facts.scale,
    metric_facts.kind,
    metric_facts.interval,
    metric_facts.people,
    organisations.type as org_type,
    case
        when organisations.type <> 'provider' then organisations.type
        when regexp_full_match(ends.org_code, '[RT][A-Z0-9]{2}') then 'nhs_trust'
        else 'other_provider'
    end as compared_as,
    standards_in_force.standard,
    standards_in_force.standard_source,
    standards_in_force.standard_confidence,
    standards_in_force.standard_from,
    standards_in_force.standard_local,
    case
        when n_points < 13 or last.mean is null then 'too_few'
        else case last.point_type
            when 'common_cause' then 'common_cause'
            else substr(last.point_type, length('special_cause_') + 1)
        end
    end as variation,
    case
        when standards_in_force.standard is null or metric_facts.better = 'neither' then 'no_standard'
        when n_points < 13 or last.mean is null then 'too_few'
        when metric_facts.better = 'higher' and last.lower_limit >= standards_in_force.standard then 'consistently_passes'
        when metric_facts.better = 'higher' and last.upper_limit < standards_in_force.standard then 'consistently_fails'
        when metric_facts.better = 'lower' and last.upper_limit <= standards_in_force.standard then 'consistently_passes'
        when metric_facts.better = 'lower' and last.lower_limit > standards_in_force.standard then 'consistently_fails'
        else 'hit_and_miss'
    end as assurance
from ends
inner join metric_facts using (metric)
inner join metric_periods on metric_periods.metric = ends.metric and metric_periods.is_latest
left join organisations on organisations.code = ends.org_code
left join standards_in_force on standards_in_force.series_id = ends.series_id
