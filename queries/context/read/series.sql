-- The series that were asked for, in a fixed order; an empty parameter asks for all.
select series.*, organisations.name as org_name
from series
left join organisations on organisations.code = series.org_code
where view = $view
    and ($metrics is null or list_contains($metrics::varchar[], metric))
    and ($orgs is null or list_contains($orgs::varchar[], org_code))
    and ($specialty_code is null or specialty_code = $specialty_code)
    and ($population_code is null or population_code = $population_code)
    and ($group_code is null or group_code = $group_code)
    and (
        $alike is null
        or list_contains($alike::varchar[], concat_ws('|', metric, population_code, specialty_code, group_code))
    )
    and (
        $every_detail
        or group_code = 'ALL'
        or specialty_code = 'ALL'
        or (metric, org_code, specialty_code) in (
            select (metric, org_code, specialty_code) from signals where group_code <> 'ALL'
        )
    )
order by metric, org_code, population_code, specialty_code, group_code
