-- Pathways by part, and the list by length of wait, for every organisation, population and specialty. A part that was not
-- reported is null; a wait the file can't tell (over 65 weeks where bands end at 52) is null.
with

parts as (

    select
        period,
        reach.view,
        reach.org_code,
        reach.population_code,
        specialty_code,
        cast(sum(pathways) filter (part = '2') as bigint) as waiting,
        cast(sum(pathways) filter (part = '2A') as bigint) as decided_to_admit,
        cast(sum(pathways) filter (part = '3') as bigint) as clock_starts,
        cast(sum(pathways) filter (part in ('1A', '1B')) as bigint) as treatments
    from red_rtt_pathways
    join reach using (provider_code, commissioner_code, commissioner_parent_code)
    group by period, reach.view, reach.org_code, reach.population_code, specialty_code

),

waits as (

    select
        period,
        view,
        org_code,
        population_code,
        specialty_code,
        list_sum([*columns(lambda band: band between 'weeks_000' and 'weeks_017')]) as within_18,
        coalesce(list_sum([*columns(lambda band: band between 'weeks_052' and 'weeks_103')]), 0) + weeks_open as over_52,
        case
            when open_from >= 65
                then list_sum([*columns(lambda band: band between 'weeks_065' and 'weeks_103')]) + weeks_open
        end as over_65
    from rtt_bands

)

select
    parts.*,
    'ALL' as group_code,
    cast(waits.within_18 as bigint) as within_18,
    cast(waits.over_52 as bigint) as over_52,
    cast(waits.over_65 as bigint) as over_65

from parts
left join waits using (period, view, org_code, population_code, specialty_code)
