/*
Where each organisation stands among those of its type that reported: rank (1 is best), of how many, and the percentile
and decile by continuous ranks (type 7). No rank where neither direction is better.
*/
select
    series_id,
    rank() over ordered as rank,
    count(*) over everyone as ranked,
    100 * percent_rank() over ascending as percentile,
    1 + least(floor(10 * percent_rank() over ascending), 9)::integer as decile
from latest
where
    is_current
    and view = 'today'
    and better <> 'neither'
    and compared_as not in ('england', 'region')
    and value is not null
window
    everyone as (partition by metric, population_code, specialty_code, group_code, compared_as),
    ascending as (partition by metric, population_code, specialty_code, group_code, compared_as order by value),
    ordered as (
        partition by metric, population_code, specialty_code, group_code, compared_as
        order by case when better = 'higher' then -value else value end
    )
