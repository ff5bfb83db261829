/*
The table `signals`: each rule that fired, with its direction, its strength and its false discovery rate.

Strength is a z-score or a distance in the chart's sigmas, so that rules compare: 0 is chance, 3 is three sigma, 10 is the
cap. Rules that speak of a chart are silent for a provider that did not report the last month (SILENT says that).
$recon_metric names the balancing figure of the waiting list.

PEER is outside the adjusted funnel at 99.8%, where enough is to be expected, and survives the false discovery rate among all
organisations that were compared by the metric: 5% of a nation's outliers, not of each one's, are chance. A finding is one row:
the widest that fired stands for what it contains, a board for its sub-boards, all specialties for each. Where the mix of what is counted
differs (`fairer`), the metric of the part is compared in its stead. Nothing fires in the months in which a feed has not settled.

STEADY is a whole provider whose every ordinary month (the mean and three sigma) is worse than England's or its peers' latest, and
no better than the other's; or a measure of safety whose mean misses its standard by a sigma, which is most months. It is nothing
new, so its strength is least of all: what changed is asked about before it.
*/
with

judged as (

    select
        *,
        coalesce(sigma, (high - low) / 3.919928) as scatter,
        case when better = 'lower' then -1 else 1 end as good
    from series
    where view = 'today' and is_judged and (better <> 'neither' or series_id in (select series_id from clashes))

),

outside as (

    select
        judged.series_id,
        judged.metric,
        judged.org_code,
        judged.specialty_code,
        if(good * funnel_z < 0, 'concern', 'improvement') as direction
    from judged
    inner join tested using (series_id)
    where tested.family = 'funnel' and abs(funnel_z) > 3.090232 and tested.q_nation <= 0.05 and fairer is null

),

contained as (

    select inner_one.series_id
    from outside as inner_one
    inner join outside as whole using (metric, org_code, direction)
    where inner_one.specialty_code <> 'ALL' and whole.specialty_code = 'ALL'
    union
    select inner_one.series_id
    from outside as inner_one
    inner join membership
        on membership.member_code = inner_one.org_code
        and membership.member_type = 'sub_board'
        and membership.org_type = 'board'
        and membership.view = 'today'
        and membership.org_code <> membership.member_code
    inner join outside as whole
        on whole.metric = inner_one.metric
        and whole.specialty_code = inner_one.specialty_code
        and whole.direction = inner_one.direction
        and whole.org_code = membership.org_code

),

-- What another rule speaks of already is no news as STEADY.
steady as (

    select
        judged.series_id,
        metric_facts.safety,
        good * (standard - mean) / sigma as short,
        greatest(good * (england - mean), good * (peers_value - mean)) / sigma as behind,
        greatest(good * (mean - england), good * (mean - peers_value)) / sigma as ahead
    from judged
    inner join metric_facts using (metric)
    where
        current
        and org_type = 'provider'
        and specialty_code = 'ALL'
        and population_code = 'ALL'
        and group_code = 'ALL'
        and metric_facts.kind in ('proportion', 'percentile')
        and fairer is null
        and sigma > 0
        and variation = 'common_cause'
        and assurance <> 'consistently_fails'
        and coalesce(months_behind, 0) < 2
        and judged.series_id not in (select series_id from outside where direction = 'concern')
        and judged.series_id not in (select series_id from burdens where rule is not null)

),

fired as (

    select
        series_id,
        case point_type when 'special_cause_concern' then 'SC-' else 'SC+' end as code,
        rule,
        case point_type when 'special_cause_concern' then 'concern' else 'improvement' end as direction,
        null::double as strength,
        'chart' as family,
        null::bigint as people
    from judged
    where current and group_code = 'ALL' and variation in ('concern', 'improvement')
    union all
    select
        series_id, 'FAIL', 'standard_outside_limits', 'concern',
        coalesce(abs(mean - standard) / nullif(sigma, 0), 10), null, null
    from judged
    where current and group_code = 'ALL' and assurance = 'consistently_fails'
    union all
    select
        series_id, 'HIT/MISS', 'standard_inside_limits', 'neutral',
        greatest(0, coalesce(good * (standard - mean) / nullif(sigma, 0), 0)), null, null
    from judged
    where current and group_code = 'ALL' and assurance = 'hit_and_miss'
    union all
    select
        steady.series_id,
        'STEADY',
        if(behind > 3, 'every_ordinary_month_is_worse_than_elsewhere', 'misses_its_standard_in_most_months'),
        'concern', 1, null, null
    from steady
    where (behind > 3 and ahead <= 0) or (safety and short >= 1)
    union all
    select
        series_id, 'TRAJ', 'worse_than_plan_' || months_behind || '_months_running', 'concern',
        coalesce(abs(value - plan) / nullif(scatter, 0), 1), null,
        floor(round(case
            when metric_facts.people = 'numerator' then numerator - plan * denominator / judged.scale
            when metric_facts.people = 'shortfall' then plan * denominator / judged.scale - numerator
            when judged.unit = 'people' then abs(value - plan)
        end, 6))::bigint
    from judged
    inner join metric_facts using (metric)
    where current and months_behind >= 2
    union all
    select series_id, 'PEER', 'outside_adjusted_funnel_998', direction, null, 'funnel', null
    from outside
    where series_id not in (select series_id from contained)
    union all
    select
        series_id,
        'GAP',
        if(gap_widened, 'widened_beyond_englands_change_against_', 'newcombe_interval_excludes_zero_against_')
        || gap_against,
        case when good * gap_z < 0 then 'concern' else 'neutral' end,
        null, 'gap', floor(round(gap_people, 6))::bigint
    from judged
    where
        gap_widened
        or (gap_low > greatest(0, gap_england) and coalesce(gap_standardised_low > 0, true))
        or (gap_high < least(0, gap_england) and coalesce(gap_standardised_high < 0, true))
    union all
    select
        series_id, 'RECON',
        if(rule = 'outside_limits', 'removals_outside_usual_scatter', 'removals_outside_adjusted_funnel'),
        'concern',
        if(rule = 'outside_limits', abs(value - mean) / nullif(sigma, 0), null),
        if(rule = 'outside_limits', 'chart', 'funnel'),
        floor(round(numerator, 6))::bigint
    from judged
    where
        metric = $recon_metric
        and current
        and group_code = 'ALL'
        and (
            (rule = 'outside_limits' and point_type = 'special_cause_concern')
            or series_id in (select series_id from outside where direction = 'concern')
        )
    union all
    select series_id, 'BURDEN', rule, 'concern', strength, null, people
    from burdens
    where rule is not null
    union all
    select clashes.series_id, 'CLASH', 'feed_and_published_part_ways', 'neutral', abs(clashes.distance), null, null
    from clashes
    union all
    select series_id, 'SILENT', 'absent_from_latest_period', 'concern', 3, null, null
    from judged
    inner join metric_periods on metric_periods.metric = judged.metric and metric_periods.is_latest
    where
        not current
        and org_type = 'provider'
        and specialty_code = 'ALL'
        and population_code = 'ALL'
        and group_code = 'ALL'
        and last_period >= metric_periods.period - interval 12 month

)

select
    fired.code,
    judged.metric,
    judged.org_code,
    judged.population_code,
    judged.specialty_code,
    judged.group_code,
    case when fired.code = 'SILENT' then metric_periods.period else judged.last_period end as period,
    fired.rule,
    fired.direction,
    coalesce(fired.people, judged.people_affected) as people_affected,
    least(coalesce(fired.strength, tested.z, 3), 10)::double as strength,
    tested.q_value,
    case when fired.code = 'BURDEN' then burdens.england_people end as england_people,
    case when fired.code = 'BURDEN' then burdens.share_of_england end as share_of_england
from fired
inner join judged using (series_id)
inner join metric_periods on metric_periods.metric = judged.metric and metric_periods.is_latest
left join burdens on burdens.series_id = fired.series_id
left join tested on tested.series_id = fired.series_id and tested.family = fired.family
order by judged.org_code, strength desc, judged.metric, judged.population_code, judged.specialty_code, judged.group_code, fired.code
