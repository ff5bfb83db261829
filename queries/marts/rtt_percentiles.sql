-- Median and 92nd percentile of the wait, from the bands. In the first band where the running count reaches t, the value is
-- the band's lower bound plus the part of it that t has covered. t is p x N over known clock starts; before October 2022 the
-- published median took (N + 1) / 2. In the open band there is no upper bound, so the value is its lower one: read "104+".
with

lists as (

    select
        line,
        period,
        open_from,
        weeks_open,
        [*columns(lambda band: band between 'weeks_000' and 'weeks_103')] as weeks
    from rtt_bands

),

targets as (

    select
        *,
        cast(coalesce(list_sum(weeks), 0) + weeks_open as bigint) as known,
        case when period < date '2022-10-01' then (known + 1) / 2 else known / 2 end as half,
        known * 92 / 100 as ninety_two
    from lists

),

-- one walk along each row's weeks, with the count so far and what it has passed
walked as (

    select
        line,
        known,
        open_from,
        list_reduce(
            list_filter(
                list_transform(weeks, lambda people, week: {
                    'week': week - 1, 'people': people,
                    'reached': 0::bigint, 'median': null::double, 'ninety_second': null::double
                }),
                lambda band: band.people > 0
            ),
            lambda before, band: {
                'week': band.week,
                'people': band.people,
                'reached': before.reached + band.people,
                'median': coalesce(
                    before.median,
                    if(before.reached + band.people >= half, band.week + (half - before.reached) / band.people, null)
                ),
                'ninety_second': coalesce(
                    before.ninety_second,
                    if(
                        before.reached + band.people >= ninety_two,
                        band.week + (ninety_two - before.reached) / band.people,
                        null
                    )
                )
            },
            {'week': -1::bigint, 'people': 0, 'reached': 0::bigint, 'median': null::double, 'ninety_second': null::double}
        ) as passed
    from targets
    where known > 0

)

select
    rtt_bands.period,
    rtt_bands.view,
    rtt_bands.org_code,
    rtt_bands.population_code,
    rtt_bands.specialty_code,
    'ALL' as group_code,
    walked.known,
    coalesce(walked.passed.median, walked.open_from) as median,
    coalesce(walked.passed.ninety_second, walked.open_from) as ninety_second

from walked
join rtt_bands using (line)
