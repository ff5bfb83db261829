/*
Everything that was looked at, as z-scores: what the false discovery rate is counted over. One row a series and family.

chart: the last point's distance from the mean in sigmas, or, where a run fired, the z of the chance of that run among
ordinary months (a trend of 7: 2 in 7! is 3.5; two of three: 3.2; a shift: 2 in 2 to the length of its run, so 2.4 for
seven months and 3.1 for ten: persistence counts).
funnel: z adjusted for overdispersion, where at least ten events, and ten others, are to be expected: below that one
patient decides. gap: z of the difference. `false_alarm` is how often the family fires on something that is ordinary: 2% for
a chart's last point (benchmarks/accuracy.py), 0.2% outside an adjusted funnel at 99.8%, 5% for a gap.
*/
select
    series_id,
    org_code,
    metric,
    'chart' as family,
    case rule
        when 'trend' then 3.5
        when 'two_of_three' then 3.2
        when 'shift' then run_z.z
        else coalesce(abs(value - mean) / nullif(sigma, 0), case when value = mean then 0 else 10 end)
    end as z,
    0.02 as false_alarm
from series
left join run_z on run_z.run_length = least(series.last_run, 120)
where view = 'today' and is_judged and current and group_code = 'ALL' and better <> 'neither' and variation <> 'too_few'
union all
select series_id, org_code, metric, 'funnel' as family, funnel_strength as z, 0.002 as false_alarm
from series
where funnel_z is not null and is_judged and fairer is null and better <> 'neither' and funnel_events >= 10
union all
select series_id, org_code, metric, 'gap' as family, abs(gap_z) as z, 0.05 as false_alarm
from series
where gap_z is not null and is_judged and better <> 'neither'
