/*
Rows of `briefing show`: one series, month by month. Standard, England, peers and vintage are those of the row's own month; variation and
assurance are what the chart says of the series at its end.
*/
with

asked as (

    select
        series.* exclude (numerator, denominator, value, low, high, standard, england, peers_value),
        points.period,
        points.numerator,
        points.denominator,
        points.value,
        points.low,
        points.high
    from series
    inner join points using (series_id)
    where series.metric = $metric
        and series.org_code = $org_code
        and series.specialty_code = $specialty_code
        and series.population_code = $population_code
        and series.group_code = $group_code
        and series.view = $view

),

elsewhere as (

    select
        series.org_code,
        points.period,
        points.value
    from series
    inner join points using (series_id)
    where series.metric = $metric
        and series.specialty_code = $specialty_code
        and series.population_code = 'ALL'
        and series.group_code = $group_code
        and series.view = 'today'

),

named as (

    select *
    from peers
    where org_code = $org_code
    qualify dense_rank() over (order by metric = $metric desc nulls last) = 1

),

peered as (

    select
        elsewhere.period,
        median(elsewhere.value) as value
    from named
    inner join elsewhere on elsewhere.org_code = named.peer_code
    group by elsewhere.period

),

in_force as (

    select
        asked.period,
        dated_standards.value
    from asked
    inner join dated_standards
        on dated_standards.metric = asked.metric
        and coalesce(dated_standards.org_code, asked.org_code) = asked.org_code
        and coalesce(dated_standards.specialty_code, asked.specialty_code) = asked.specialty_code
        and asked.period between dated_standards.valid_from and coalesce(dated_standards.valid_to, date '9999-12-31')
    qualify row_number() over (
        partition by asked.period
        order by
            dated_standards.local desc,
            dated_standards.org_code is not null desc,
            dated_standards.specialty_code is not null desc,
            dated_standards.valid_from desc
    ) = 1

),

vintages as (

    select
        source,
        period,
        max(vintage) as vintage
    from loads
    where counts
    group by source, period

)

select
    asked.metric,
    strftime(asked.period, '%Y-%m') as period,
    asked.org_code,
    organisations.name as org_name,
    asked.specialty_code,
    asked.population_code,
    asked.group_code,
    asked.numerator,
    asked.denominator,
    asked.value,
    asked.low,
    asked.high,
    in_force.value as standard,
    england.value as england,
    peered.value as peers,
    asked.variation,
    asked.assurance,
    asked.source,
    coalesce(vintages.vintage, asked.vintage) as vintage
from asked
left join organisations on organisations.code = asked.org_code
left join in_force using (period)
left join elsewhere as england on england.org_code = 'ENG' and england.period = asked.period
left join peered on peered.period = asked.period
left join vintages on vintages.source = asked.source and vintages.period = asked.period
order by asked.period
