/*
The last known point of every series and the limits of its last chart, from the ends of the lists in `charts`.
*/
select
    charts.series_id,
    any_value(series_keys.metric) as metric,
    any_value(series_keys.view) as view,
    any_value(series_keys.org_code) as org_code,
    any_value(series_keys.population_code) as population_code,
    any_value(series_keys.specialty_code) as specialty_code,
    any_value(series_keys.group_code) as group_code,
    any_value(n_points) as n_points,
    min(periods[1]) as first_period,
    max(periods[-1]) as last_period,
    arg_max(
        struct_pack(
            numerator := numerators[-1], denominator := denominators[-1], value := x[-1], mean := mean,
            sigma := sigma * units[-1], lower_limit := lower[-1], upper_limit := upper[-1],
            rule := rules[-1], side := sides[-1], last_run := last_run
        ),
        rebase_group
    ) as last
from charts
inner join series_keys using (series_id)
where rebase_group >= 0
group by charts.series_id
