-- One row per month, trust and measure.
select * replace (cast(value as int) as value)
from discharges
