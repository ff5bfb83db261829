-- One row a month of England's waits for treatment.
select *
from rtt_overview
