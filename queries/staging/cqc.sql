-- One row per location and domain: the rating of the service as a whole, beside its own past alone.
select * from cqc
