-- One row per quarter, which counts for its last month, and trust.
select * from cancelled_operations
