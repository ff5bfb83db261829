-- Diagnostic waits for every organisation and population, all tests together and test by test.
with

tests as (

    select test_code, 'test:' || any_value(trim(test_name)) as group_code
    from red_diagnostic_waits
    group by test_code

),

grouped as (

    select *, unnest(['ALL', tests.group_code]) as shown_as
    from red_diagnostic_waits
    join tests using (test_code)

)

select
    period,
    reach.view,
    reach.org_code,
    reach.population_code,
    'ALL' as specialty_code,
    shown_as as group_code,
    cast(sum(waiting) as bigint) as waiting,
    cast(sum(over_6_weeks) as bigint) as over_6_weeks,
    cast(sum(over_13_weeks) as bigint) as over_13_weeks

from grouped
join reach using (provider_code, commissioner_code, commissioner_parent_code)
group by all
