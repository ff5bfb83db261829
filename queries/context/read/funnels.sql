/*
Every organisation of the funnels that some series were judged by. $alike: metric|organisation|specialty.
*/
with

asked as (

    select distinct
        metric,
        specialty_code,
        compared_as
    from series
    where
        view = 'today'
        and population_code = 'ALL'
        and group_code = 'ALL'
        and funnel_z is not null
        and list_contains($alike::varchar[], concat_ws('|', metric, org_code, specialty_code))

)

select
    series.metric,
    series.specialty_code,
    series.compared_as,
    series.last_period,
    series.source,
    series.vintage,
    series.revised,
    series.phi,
    series.tau2,
    series.funnel_centre as centre,
    series.org_code,
    coalesce(organisations.name, series.org_code) as org_name,
    series.numerator,
    series.denominator,
    series.value,
    series.funnel_z as z,
    series.funnel_lower_95 as low_95,
    series.funnel_upper_95 as high_95,
    series.funnel_lower_998 as low_998,
    series.funnel_upper_998 as high_998
from series
inner join asked using (metric, specialty_code, compared_as)
left join organisations on organisations.code = series.org_code
where
    series.view = 'today'
    and series.population_code = 'ALL'
    and series.group_code = 'ALL'
    and series.funnel_z is not null
order by series.metric, series.specialty_code, series.compared_as, series.org_code
