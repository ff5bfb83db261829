-- Median and 92nd percentile of the wait, from the bands. In the first band where the running count reaches t, the value is
-- the band's lower bound plus the part of it that t has covered. t is p x N over known clock starts; before October 2022 the
-- published median took (N + 1) / 2. In the open band there is no upper bound, so the value is its lower one: read "104+".
with

bands as (

    unpivot (select line, period, open_from, columns('^weeks_') from rtt_bands)
    on columns('^weeks_')
    into name band value people

),

numbered as (

    select
        line,
        period,
        people,
        case when band = 'weeks_open' then open_from else cast(band[7:9] as integer) end as week,
        band = 'weeks_open' as is_open
    from bands
    where people > 0

),

running as (

    select
        *,
        sum(people) over (partition by line order by week rows unbounded preceding) as reached,
        sum(people) over (partition by line) as known
    from numbered

),

targets as (

    select
        *,
        reached - people as before,
        case when period < date '2022-10-01' then (known + 1) / 2 else known / 2 end as half,
        known * 92 / 100 as ninety_two
    from running

),

percentiles as (

    select
        line,
        cast(any_value(known) as bigint) as known,
        max(week + case when is_open then 0 else (half - before) / people end)
            filter (reached >= half and before < half) as median,
        max(week + case when is_open then 0 else (ninety_two - before) / people end)
            filter (reached >= ninety_two and before < ninety_two) as ninety_second
    from targets
    where reached >= half and before < half or reached >= ninety_two and before < ninety_two
    group by line

)

select
    rtt_bands.period,
    rtt_bands.view,
    rtt_bands.org_code,
    rtt_bands.population_code,
    rtt_bands.specialty_code,
    percentiles.known,
    percentiles.median,
    percentiles.ninety_second

from percentiles
join rtt_bands using (line)
