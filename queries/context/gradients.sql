/*
How a share rises or falls with deprivation over all five fifths: the slope index of inequality, a line through the fifths
weighted by their people, from the most deprived end (0) to the least deprived end (1), and the same as a ratio (the relative index).

    fifth       1     2     3     4     5          slope 10: 60 at the most deprived end, 70 at the other
    per cent   61    63    65    67    69          ratio 70 / 60 = 1.17

Belongs to the series of everybody (`group_code` ALL). Only where all five fifths are known this month, with at least 20 people each.
Exact for a weighted line, not simulated; a share's error with half a person on either side, as in gaps.sql. The same as
slope_index in briefing/statistics/standardisation.py, which tests hold it against.
*/
with

fifths as (

    select
        metric, org_code, population_code, specialty_code, last_period,
        split_part(group_code, ':', 2) as fifth,
        denominator as people,
        numerator / denominator as y,
        (numerator + 0.5) * (denominator - numerator + 0.5) / (denominator + 1) ** 2 / denominator as variance
    from latest
    where
        starts_with(group_code, 'deprivation:')
        and split_part(group_code, ':', 2) in ('1', '2', '3', '4', '5')
        and view = 'today'
        and is_current
        and interval = 'wilson'
        and denominator >= 20

),

ridits as (

    select
        *,
        people / sum(people) over whole as weight,
        (sum(people) over (whole order by fifth) - people / 2) / sum(people) over whole - 0.5 as place,
        count(*) over whole as known
    from fifths
    window whole as (partition by metric, org_code, population_code, specialty_code, last_period)

),

lines as (

    select
        metric, org_code, population_code, specialty_code, last_period,
        sum(weight * y order by fifth) as middle,
        sum(weight * place * y order by fifth) / sum(weight * place ** 2 order by fifth) as slope,
        sqrt(sum((weight * place) ** 2 * variance order by fifth)) / sum(weight * place ** 2 order by fifth) as error
    from ridits
    where known = 5
    group by all

)

select
    latest.series_id,
    100 * slope as gradient,
    100 * (slope - normal_95() * error) as gradient_low,
    100 * (slope + normal_95() * error) as gradient_high,
    case when middle > abs(slope) / 2 then (middle + slope / 2) / (middle - slope / 2) end as gradient_ratio
from lines
inner join latest using (metric, org_code, population_code, specialty_code, last_period)
where latest.group_code = 'ALL' and latest.view = 'today'
