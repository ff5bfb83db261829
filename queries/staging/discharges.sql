-- One row per month, trust and measure: the two that are counted on have short names.
select
    * replace (
        cast(value as int) as value,
        case
            when lower(measure) like '%discharged in total' then 'discharged'
            when lower(measure) like '%no delay' then 'on_the_day'
            else measure
        end as measure
    )
from discharges
