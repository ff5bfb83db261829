-- England's waiting list month by month since 2007, as submitted.
select
    period,
    cast(waiting as int) as waiting,
    cast(within_18_weeks as int) as within_18_weeks,
    cast(over_52_weeks as int) as over_52_weeks

from stg_rtt_overview
where waiting is not null
