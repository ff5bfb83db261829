-- Rows of `briefing show`: one metric of one organisation, period by period.
select
    series.metric, points.period, series.org_code, organisations.name as org_name, series.specialty_code,
    points.numerator, points.denominator, points.value, points.low, points.high,
    series.standard, series.england, series.peers_value as peers, series.variation, series.assurance,
    series.source, series.vintage
from points
join series using (series_id)
left join organisations on organisations.code = series.org_code
where series.metric = $metric and series.org_code = $org_code and series.specialty_code = $specialty_code
    and series.view = 'today' and series.population_code = 'ALL' and series.group_code = 'ALL'
order by points.period
