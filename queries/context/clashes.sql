/*
Two sources that should move together and don't: GP referrals as the hospital counts them for the published returns, beside those
of the practices' own feed.

A feed rarely covers every practice, so the two are not the same number; but their ratio is steady as long as both count as they
did. It is charted as any measure is (XmR over 13 months or more, limits at 2.66 mean ranges): a clash is a last month outside the limits
and at least a tenth away from the usual ratio. A provider's returns for our residents stand beside the referrals of ours that it
triaged, a board's beside those that its practices made. No q-value: one comparison an organisation is no search among many.
*/
with

feed as (

    select period, org_code, if(metric = 'referrals_returned', denominator, numerator) as counted
    from observations
    inner join organisations on organisations.code = observations.org_code
    where
        view = 'today'
        and population_code = 'ALL'
        and specialty_code = 'ALL'
        and group_code = 'ALL'
        and (
            (metric = 'referrals_returned' and organisations.type = 'provider')
            or (metric = 'gp_referrals_per_1000' and organisations.type in ('board', 'sub_board'))
        )

),

published as (

    select period, org_code, min(population_code) as population_code, sum(numerator) as counted
    from observations
    inner join organisations on organisations.code = observations.org_code
    where
        metric = 'gp_referrals_published'
        and view = 'today'
        and (organisations.type = 'provider') = (population_code <> 'ALL')
    group by period, org_code

),

ratios as (

    select
        period,
        org_code,
        population_code,
        feed.counted / published.counted as ratio,
        abs(ratio - lag(ratio) over (partition by org_code order by period)) as step
    from feed
    inner join published using (period, org_code)
    where published.counted > 0

),

charted as (

    select
        org_code,
        any_value(population_code) as population_code,
        count(*) as months,
        max(period) as period,
        arg_max(ratio, period) as last_ratio,
        avg(ratio) as usual,
        avg(step) as mean_range
    from ratios
    group by org_code

)

select
    series.series_id,
    charted.last_ratio / charted.usual as against_usual,
    1.128 * (charted.last_ratio - charted.usual) / charted.mean_range as distance
from charted
inner join series
    on series.metric = 'gp_referrals_published'
    and series.view = 'today'
    and series.org_code = charted.org_code
    and series.population_code = charted.population_code
    and series.last_period = charted.period
where
    charted.months >= 13
    and abs(charted.last_ratio - charted.usual) > 2.66 * charted.mean_range
    and abs(charted.last_ratio / charted.usual - 1) >= 0.1
