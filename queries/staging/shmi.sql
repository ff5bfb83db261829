-- One row per rolling year, which counts for the month it ends in, and trust. Expected deaths are kept in tenths.
select * replace (cast(10 * expected as int) as expected)
from shmi
