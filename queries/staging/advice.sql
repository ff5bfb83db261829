-- One row per advice-and-guidance request of the local feed.
select * replace (
    upper(trim(practice_code)) as practice_code,
    upper(trim(provider_code)) as provider_code,
    upper(trim(specialty_code)) as specialty_code,
    lower(trim(outcome)) as outcome
)
from advice
