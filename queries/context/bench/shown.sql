-- The points of each series as they are printed.
select * exclude (improvement_direction)
from charted
order by series, date
