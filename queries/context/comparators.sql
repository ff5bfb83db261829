/*
England, region, board and peers at the last period of each series, for the same specialty and group and for
everybody's patients: also for a home population, which is compared with whole organisations. A peer whose share is of fewer than 20 people
says nothing of what peers do, and is left out of their median.

`fairer` names the metric by which a series is to be compared instead (`like_for_like` in a metric's head), where what it counts is mixed
otherwise here than at the peers: A&E of all types at a hospital with walk-in centres, beside one without. The mix is the share of the part
in the whole; it differs where the peers are more than five points away on average.
*/
with

whole as (

    select cell_id, org_code, value, denominator
    from latest
    where population_code = 'ALL'

),

above as (

    select distinct
        member_code as org_code,
        org_code as above_code,
        org_type as above_type
    from membership
    where view = 'today' and org_type in ('region', 'board', 'england')

),

named as (

    select
        latest.series_id,
        max(whole.value) filter (above.above_type = 'england') as england,
        max(whole.value) filter (above.above_type = 'region') as region,
        max(whole.value) filter (above.above_type = 'board') as board
    from latest
    inner join (
        select * from above
        union all
        select distinct code, 'ENG', 'england' from organisations
        where code not in (select org_code from above where above_type = 'england')
    ) as above on above.org_code = latest.org_code
    inner join whole
        on whole.cell_id = latest.cell_id
        and whole.org_code = above.above_code
    group by latest.series_id

),

own_peers as (

    select distinct org_code, metric from peers where metric is not null

),

peered as (

    select
        latest.series_id,
        median(whole.value) as peers_value,
        count(*) as n_peers
    from latest
    left join own_peers on own_peers.org_code = latest.org_code and own_peers.metric = latest.metric
    inner join peers on peers.org_code = latest.org_code and peers.metric is not distinct from own_peers.metric
    inner join whole
        on whole.cell_id = latest.cell_id
        and whole.org_code = peers.peer_code
        and (latest.interval <> 'wilson' or whole.denominator >= 20)
    group by latest.series_id

),

mixed as materialized (

    select latest.*, metric_facts.like_for_like
    from latest
    inner join metric_facts using (metric)
    where metric_facts.like_for_like is not null and latest.denominator > 0

),

parts as materialized (

    select *
    from latest
    where metric in (select like_for_like from metric_facts)

),

mixes as materialized (

    select
        mixed.series_id,
        mixed.metric,
        mixed.cell_id,
        mixed.org_code,
        mixed.population_code,
        mixed.like_for_like,
        100 * coalesce(parts.denominator, 0) / mixed.denominator as share
    from mixed
    left join parts
        on parts.metric = mixed.like_for_like
        and parts.view = mixed.view
        and parts.org_code = mixed.org_code
        and parts.population_code = mixed.population_code
        and parts.specialty_code = mixed.specialty_code
        and parts.group_code = mixed.group_code
        and parts.last_period = mixed.last_period

),

unlike as (

    select mixes.series_id, mixes.like_for_like as fairer
    from mixes
    left join own_peers on own_peers.org_code = mixes.org_code and own_peers.metric = mixes.metric
    inner join peers on peers.org_code = mixes.org_code and peers.metric is not distinct from own_peers.metric
    inner join mixes as others
        on others.cell_id = mixes.cell_id
        and others.org_code = peers.peer_code
        and others.population_code = 'ALL'
    group by mixes.series_id, mixes.like_for_like
    having avg(abs(others.share - mixes.share)) > 5

)

select
    latest.series_id,
    named.england,
    named.region,
    named.board,
    peered.peers_value,
    coalesce(peered.n_peers, 0) as n_peers,
    unlike.fairer
from latest
inner join metric_facts using (metric)
left join named using (series_id)
left join peered using (series_id)
left join unlike using (series_id)
where not metric_facts.own_past
