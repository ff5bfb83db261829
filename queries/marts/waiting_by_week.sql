-- The age of every waiting list: people by week of waiting (the first is up to one week), 52 of them, and last of all everybody
-- over 52 weeks. Lists of all specialties together, as organisations are today: it is drawn, not counted on.
with

bands as (

    select
        period,
        org_code,
        population_code,
        [*columns(lambda band: band between 'weeks_000' and 'weeks_103' or band = 'weeks_open')] as people
    from rtt_bands
    where view = 'today' and specialty_code = 'ALL'

)

select
    period,
    org_code,
    population_code,
    cast(list_append(people[1:52], list_sum(people[53:])) as integer[]) as weeks

from bands
order by org_code, population_code, period
