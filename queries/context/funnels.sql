/*
Every funnel of the latest period at once, with its overdispersion: one for each metric, specialty and type of
organisation. At least 8 organisations, each with something in the denominator.

Proportions on the arcsine scale, rates and ratios on the log scale of observed over expected (half an event where
there is none). phi = the mean square of z, for shares winsorised at its 10% and 90% quantiles (type 7), for rates and
ratios without the lowest and the highest tenth by rank (equal z's by the middle of theirs; of fewer than nine nobody),
as SHMI does; tau2 = the variance between organisations that chance can't
explain. Limits at 95 and 99.8% take both variances, so a large organisation isn't
an outlier merely because it's large; 1.959964 and 3.090232 are rounded as the field's own tool rounds them.

Pulling in the tails (or leaving them out) understates that variance even where nothing is out of the ordinary: normal z's
keep 0.679 of it (or 0.438). `funnel_strength` puts that right, so that it can be read as a z and tested for chance;
`funnel_events` is how many events, or for shares the rarer of events and others, an ordinary organisation would have.
*/
with

compared as (

    select
        *,
        interval = 'wilson' as is_proportion,
        sum(numerator) over everyone / sum(denominator) over one_by_one as overall,
        denominator * overall as expected,
        case
            when is_proportion then asin(sqrt(least(numerator / denominator, 1)))
            else ln(greatest(numerator, 0.5) / expected)
        end as y,
        case when is_proportion then asin(sqrt(least(overall, 1))) else 0 end as target,
        case when is_proportion then 1 / (2 * sqrt(denominator)) else 1 / sqrt(expected) end as s,
        (y - target) / s as z
    from latest
    where
        is_current
        and view = 'today'
        and population_code = 'ALL'
        and group_code = 'ALL'
        and interval in ('wilson', 'poisson')
        and metric not in (select metric from metric_facts where own_past)
        and compared_as not in ('england', 'region')
        and denominator > 0
        and numerator >= 0
    window
        everyone as (partition by metric, specialty_code, compared_as),
        -- what is expected is no whole number: added in one order, it has one sum
        one_by_one as (
            partition by metric, specialty_code, compared_as order by org_code
            rows between unbounded preceding and unbounded following
        )
    qualify
        count(*) over everyone >= 8
        and overall > 0
        and (not is_proportion or overall < 1)

),

ranked as (

    select
        *,
        rank() over (partition by metric, specialty_code, compared_as order by z)
            + (count(*) over (partition by metric, specialty_code, compared_as, z) - 1) / 2 as middle_rank,
        floor(middle_rank * 10 / (count(*) over (partition by metric, specialty_code, compared_as) + 1)) as tenth,
        is_proportion or tenth between 1 and 8 as is_kept
    from compared

),

spread as (

    select
        metric,
        specialty_code,
        compared_as,
        count(*) as everyone,
        count(*) filter (is_kept) as n,
        case when any_value(is_proportion) then quantile_cont(z, 0.1) else '-infinity'::double end as lowest,
        case when any_value(is_proportion) then quantile_cont(z, 0.9) else 'infinity'::double end as highest,
        sum(1 / s ** 2 order by org_code) filter (is_kept) as w,
        sum(1 / s ** 4 order by org_code) filter (is_kept) as w2
    from ranked
    group by metric, specialty_code, compared_as

),

dispersed as (

    select
        ranked.metric,
        ranked.specialty_code,
        ranked.compared_as,
        spread.everyone,
        avg(
            least(greatest(ranked.z, spread.lowest), spread.highest) ** 2 order by ranked.org_code
        ) filter (ranked.is_kept) as phi,
        greatest(0, (spread.n * phi - (spread.n - 1)) / (spread.w - spread.w2 / spread.w)) as tau2
    from ranked
    inner join spread using (metric, specialty_code, compared_as)
    group by
        ranked.metric, ranked.specialty_code, ranked.compared_as, spread.everyone, spread.n, spread.w, spread.w2

),

bounded as (

    select
        compared.*,
        dispersed.everyone as funnel_n,
        dispersed.phi,
        dispersed.tau2,
        sqrt(s ** 2 + tau2) as spread,
        (y - target) / spread as funnel_z
    from compared
    inner join dispersed using (metric, specialty_code, compared_as)

)

select
    series_id,
    funnel_n,
    phi,
    tau2,
    funnel_z,
    abs(funnel_z) * if(tau2 = 0, 1, sqrt(if(is_proportion, 0.679, 0.438))) as funnel_strength,
    if(is_proportion, least(expected, denominator - expected), expected) as funnel_events,
    scale * overall as funnel_centre,
    case when is_proportion then 100 * sin(greatest(target - 1.959964 * spread, 0)) ** 2
        else scale * overall * exp(-1.959964 * spread) end as funnel_lower_95,
    case when is_proportion then 100 * sin(least(target + 1.959964 * spread, pi() / 2)) ** 2
        else scale * overall * exp(1.959964 * spread) end as funnel_upper_95,
    case when is_proportion then 100 * sin(greatest(target - 3.090232 * spread, 0)) ** 2
        else scale * overall * exp(-3.090232 * spread) end as funnel_lower_998,
    case when is_proportion then 100 * sin(least(target + 3.090232 * spread, pi() / 2)) ** 2
        else scale * overall * exp(3.090232 * spread) end as funnel_upper_998
from bounded
