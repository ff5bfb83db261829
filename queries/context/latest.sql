/*
The last known point of every series, and what a chart says of it: variation and assurance.

13 points for an icon, anywhere in the series; after a rebase, 10 in the new group (its limits are trial limits).
`compared_as` keeps like with like: NHS trusts (three letters that begin with R or T), other providers, or the type. A
small private hospital without emergencies makes every trust look bad, and no trust comparable.
A standard that the limits reach but don't cross is met, or missed, every month: consistently.
`cell_id` numbers what is comparable: a metric, view, month, specialty and group.
*/
with

judged as (

    select
        ends.* exclude (last),
        unnest(last),
        metric_facts.* exclude (
            metric, source, chart, safety, between_groups, own_past, published, settles_in, like_for_like
        ),
        type_of_point(last.rule, last.side, metric_facts.better) as point_type
    from ends
    inner join metric_facts using (metric)

)

select
    judged.*,
    interval_low(interval, numerator, denominator, scale, exact_poisson.low) as low,
    interval_high(interval, numerator, denominator, scale, exact_poisson.high) as high,
    hash(judged.metric, judged.view, last_period, specialty_code, group_code) as cell_id,
    last_period = metric_periods.period as is_current,
    organisations.type as org_type,
    case
        when organisations.type <> 'provider' then organisations.type
        when regexp_full_match(judged.org_code, '[RT][A-Z0-9]{2}') then 'nhs_trust'
        else 'other_provider'
    end as compared_as,
    standards_in_force.* exclude (series_id),
    case
        when n_points < 13 or mean is null then 'too_few'
        when point_type = 'common_cause' then 'common_cause'
        else substr(point_type, length('special_cause_') + 1)
    end as variation,
    case
        when standard is null or better = 'neither' then 'no_standard'
        when n_points < 13 or mean is null then 'too_few'
        when better = 'higher' and lower_limit >= standard then 'consistently_passes'
        when better = 'higher' and upper_limit < standard then 'consistently_fails'
        when better = 'lower' and upper_limit <= standard then 'consistently_passes'
        when better = 'lower' and lower_limit > standard then 'consistently_fails'
        else 'hit_and_miss'
    end as assurance
from judged
inner join metric_periods on metric_periods.metric = judged.metric and metric_periods.is_latest
left join exact_poisson on exact_poisson.events = judged.numerator
left join organisations on organisations.code = judged.org_code
left join standards_in_force on standards_in_force.series_id = judged.series_id
