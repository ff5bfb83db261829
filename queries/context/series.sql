/*
The table `series`: everything said of one metric for one organisation, population, specialty and group, in one row.

People affected: those who would not be if the standard (or, without one, the median of similar trusts) were met; whole people,
rounded down, and none where it is met already.
*/
with

dated as (

    select
        metric_facts.metric,
        loads.period,
        max(loads.vintage) as vintage,
        bool_or(loads.revised) as revised
    from metric_facts
    inner join loads on loads.source = metric_facts.source and loads.counts
    group by metric_facts.metric, loads.period

),

merged as (

    select distinct org_code
    from membership
    where member_type = org_type and member_code <> org_code and view = 'today'

),

written as (

    select metric, provider_code, specialty_code, period, reason, 'rebase' as kind from rebases
    union all
    select metric, provider_code, specialty_code, period, reason, 'annotation' as kind from annotations

),

mergers as (

    select
        successors.today_code as org_code,
        date_trunc('month', successors.ended_on + interval 1 day)::date as period,
        coalesce(organisations.name, successors.code) || ' became part of this organisation' as reason
    from successors
    left join organisations on organisations.code = successors.code
    where successors.ended_on is not null

),

remarks as (

    select series_keys.series_id, written.period, written.kind, written.reason
    from series_keys
    inner join written
        on written.metric = series_keys.metric
        and coalesce(nullif(written.provider_code, ''), series_keys.org_code) = series_keys.org_code
        and coalesce(nullif(written.specialty_code, ''), series_keys.specialty_code) = series_keys.specialty_code
    union all
    select ends.series_id, mergers.period, 'merger' as kind, mergers.reason
    from ends
    inner join mergers
        on mergers.org_code = ends.org_code
        and mergers.period > ends.first_period
        and mergers.period <= ends.last_period
    where ends.view = 'today'

),

noted as (

    select series_id, list({ 'period': period, 'kind': kind, 'text': reason } order by period, kind, reason) as notes
    from remarks
    group by series_id

),

measured as (

    select
        latest.*,
        comparators.* exclude (series_id),
        coalesce(latest.standard, comparators.peers_value) as yardstick,
        case latest.people
            when 'numerator' then latest.numerator - yardstick * latest.denominator / latest.scale
            when 'shortfall' then yardstick * latest.denominator / latest.scale - latest.numerator
        end as excess,
        regexp_replace(format('{:.1f}', yardstick), '\.0$', '') || case latest.unit
            when 'percent' then '%'
            when 'weeks' then ' weeks'
            when 'days' then ' days'
            when 'per_1000' then ' per 1,000'
            else ''
        end as yardstick_text
    from latest
    left join comparators using (series_id)

)

select
    measured.* exclude (cell_id, people, interval, excess, yardstick, yardstick_text, is_current),
    measured.is_current as current,
    case when excess is not null then greatest(0, floor(round(excess, 6)))::bigint end as people_affected,
    case when excess is not null then
        case when measured.standard is not null then 'the standard of ' else 'the median of similar trusts, ' end || yardstick_text
    end as people_against,
    against_plan.* exclude (series_id),
    funnels.* exclude (series_id),
    gaps.* exclude (series_id),
    gradients.* exclude (series_id),
    noted.notes,
    merged.org_code is not null and measured.view = 'today' as restated,
    coalesce(measured.last_period >= settling.settled_from, true)
    and not (metric_facts.between_groups and measured.group_code = 'ALL') as is_judged,
    metric_facts.source,
    coalesce(this_month.vintage, undated.vintage) as vintage,
    coalesce(this_month.revised, undated.revised, false) as revised
from measured
inner join metric_facts using (metric)
left join against_plan using (series_id)
left join funnels using (series_id)
left join gaps using (series_id)
left join gradients using (series_id)
left join noted using (series_id)
left join settling using (series_id)
left join merged on merged.org_code = measured.org_code
left join dated as this_month on this_month.metric = measured.metric and this_month.period = measured.last_period
left join dated as undated on undated.metric = measured.metric and undated.period is null
order by metric, view, org_code, population_code, specialty_code, group_code
