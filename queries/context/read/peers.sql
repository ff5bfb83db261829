-- The named peers of some series, nearest first, with their values in the same period.
select
    series.series_id, peers.peer_code as org_code, coalesce(organisations.name, peers.peer_code) as org_name,
    peers.distance, other.value, peers.reason, other.denominator as counted
from series
left join (select distinct org_code, metric from peers where metric is not null) as own
    on own.org_code = series.org_code and own.metric = series.metric
join peers on peers.org_code = series.org_code and peers.metric is not distinct from own.metric
left join organisations on organisations.code = peers.peer_code
left join series as other
    on other.metric = series.metric and other.view = series.view and other.org_code = peers.peer_code
    and other.population_code = 'ALL' and other.specialty_code = series.specialty_code
    and other.group_code = series.group_code and other.last_period = series.last_period
where series.series_id in (select unnest($keys::ubigint[]))
order by series.series_id, peers.rank
