/*
The table `exemplars`: for each provider's series up to three similar trusts that do better than it today, by more than chance: to be
asked what they changed. Never the best, and no gap to them. Published figures of whole organisations alone: no counts, which grow
with the place that they count, and nothing that its publisher would have compared with its own past alone.

  improved   it was as bad, three months running within three years, and its chart has marked improvement for three months at least, up
             to the last. `as_bad_on` is the last such month, `since` the first of the months marked, whatever has been rebased.
  holds      its whole ordinary range (the mean and three sigma) is better than England's level and than that of its own similar trusts,
             as was every month of that range, which begins with `since`; and its chart shows no concern.

Better today: the two 95% intervals lie apart, and the values by more than three sigma of the asker's own months. Those that improved
come first, then the nearest. Where the mix of what is counted differs, those of the part stand beside the whole (`fairer` names it).
*/
with

compared as (

    select
        series.*,
        metric_facts.interval,
        if(series.better = 'lower', -1, 1) as good
    from series
    inner join metric_facts using (metric)
    where
        series.view = 'today'
        and series.org_type = 'provider'
        and series.population_code = 'ALL'
        and series.group_code = 'ALL'
        and series.current
        and series.is_judged
        and series.better <> 'neither'
        and series.fairer is null
        and series.value is not null
        and metric_facts.published
        and not metric_facts.own_past
        and metric_facts.kind <> 'count'

),

-- As it is without any rebase: a rebase makes an improvement the usual.
whole as (

    select charts.*, compared.good, compared.last_period as latest_period
    from charts
    inner join compared using (series_id)
    qualify charts.rebase_group = min(charts.rebase_group) over (partition by charts.series_id)

),

months as (

    select
        series_id,
        good,
        latest_period,
        unnest(periods) as period,
        unnest(x) as x,
        unnest(rules) as rule,
        unnest(sides) as side
    from whole
    where rules[-1] is not null and sides[-1] * good > 0

),

turned as (

    select
        series_id,
        min(period) as since
    from (
        select
            *,
            max(period) filter (where rule is null or side * good <= 0) over (partition by series_id) as last_plain
        from months
    )
    where last_plain is null or period > last_plain
    group by series_id
    having count(*) >= 3

),

-- the best of three months running: all three were as bad as a value that is no better than it
earlier as (

    select
        months.series_id,
        months.period,
        months.x,
        good * max(good * x) over (
            partition by series_id order by period rows between 2 preceding and current row
        ) as best_of_three,
        count(*) over (partition by series_id order by period rows between 2 preceding and current row) as n
    from months

),

before as (

    select earlier.*
    from earlier
    inner join compared using (series_id)
    inner join turned using (series_id)
    where
        earlier.n = 3
        and earlier.period < turned.since
        and earlier.period >= compared.last_period - interval 36 month

),

ranged as (

    select series_id, max_by(periods[1], rebase_group) as since, max_by(x, rebase_group) as x
    from charts
    where rebase_group >= 0
    group by series_id

),

holding as (

    select compared.series_id, ranged.since
    from compared
    inner join ranged using (series_id)
    where
        variation in ('common_cause', 'improvement')
        and sigma > 0
        and least(good * (mean - england), good * (mean - peers_value)) > 3 * sigma
        and list_min(list_transform(x, lambda v: good * v)) > greatest(good * england, good * peers_value)

),

own_peers as (

    select distinct org_code, metric from peers where metric is not null

),

better as (

    select
        asker.series_id,
        asker.good,
        asker.value as own_value,
        other.series_id as peer_series,
        other.org_code as peer_code,
        other.last_period as period,
        other.value,
        peers.rank
    from compared as asker
    left join own_peers on own_peers.org_code = asker.org_code and own_peers.metric = asker.metric
    inner join peers on peers.org_code = asker.org_code and peers.metric is not distinct from own_peers.metric
    inner join compared as other
        on other.org_code = peers.peer_code
        and other.metric = asker.metric
        and other.specialty_code = asker.specialty_code
        and other.last_period = asker.last_period
    where
        (other.series_id in (select series_id from turned) or other.series_id in (select series_id from holding))
        and other.variation <> 'concern'
        and asker.good * (other.value - asker.value) > coalesce(3 * asker.sigma, 0)
        and (
            asker.interval = 'none'
            or if(asker.good = 1, other.low > asker.high, other.high < asker.low)
        )

),

improved as (

    select
        better.series_id,
        better.peer_series,
        max(before.period) as as_bad_on,
        max_by(before.x, before.period) as as_bad
    from better
    inner join before
        on before.series_id = better.peer_series
        and better.good * before.best_of_three <= better.good * better.own_value
    group by better.series_id, better.peer_series

),

chosen as (

    select
        better.series_id,
        better.peer_series,
        better.peer_code,
        better.rank,
        if(improved.as_bad_on is not null, 'improved', 'holds') as kind,
        improved.as_bad_on,
        improved.as_bad,
        if(improved.as_bad_on is not null, turned.since, holding.since) as since,
        better.period,
        better.value
    from better
    left join improved using (series_id, peer_series)
    left join turned on turned.series_id = better.peer_series
    left join holding on holding.series_id = better.peer_series
    where improved.as_bad_on is not null or holding.series_id is not null
    qualify row_number() over (
        partition by better.series_id order by improved.as_bad_on is null, better.rank, better.peer_code
    ) <= 3

)

select chosen.*, null::varchar as fairer
from chosen
union all
select chosen.* replace (whole.series_id as series_id), whole.fairer
from series as whole
inner join series as part
    on part.metric = whole.fairer
    and part.view = whole.view
    and part.org_code = whole.org_code
    and part.population_code = whole.population_code
    and part.specialty_code = whole.specialty_code
    and part.group_code = whole.group_code
inner join chosen on chosen.series_id = part.series_id
order by series_id, kind desc, rank, peer_code
