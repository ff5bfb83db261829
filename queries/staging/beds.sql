-- One row per quarter, which counts for its last month, and trust: general and acute beds, an average of the nights, in tenths.
select * replace (cast(10 * available as int) as available, cast(10 * occupied as int) as occupied)
from beds
