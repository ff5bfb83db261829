-- The points of some series, up to a period where one is given.
select
    series_id, period, numerator, denominator, value, low, high, mean, lower_limit, upper_limit, rule, point_type
from points
where series_id in (select unnest($keys::ubigint[])) and ($until is null or period <= $until)
order by series_id, period
