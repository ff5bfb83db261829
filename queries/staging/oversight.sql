-- One row per quarter and trust: context, with the ranges its publisher gives, and never a trigger.
select * from oversight
