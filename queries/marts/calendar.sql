-- One row: the last day of the newest month loaded. "Today" is when the data end, not when the clock says: so that the same
-- files give the same pack next week.
with

months as (

    select max(period) as period from red_organisations where type = 'provider'
    union all
    select cast(date_trunc('month', max(last_day)) as date) from feed_reach

)

select last_day(max(period)) as data_end
from months
