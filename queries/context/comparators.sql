/*
England, region, board and peers at the last period of each series, for the same specialty and group and for
everybody's patients: also for a home population, which is compared with whole organisations.

`fairer` names the metric by which a series is to be compared instead (`like_for_like` in a metric's head), where what it counts is mixed
otherwise here than at the peers: A&E of all types at a hospital with walk-in centres, beside one without. The mix is the share of the part
in the whole; it differs where the peers are more than five points away on average.
*/
with

whole as (

    select cell_id, org_code, value
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

paired as (

    select latest.series_id, latest.cell_id, peers.peer_code
    from latest
    left join own_peers on own_peers.org_code = latest.org_code and own_peers.metric = latest.metric
    inner join peers on peers.org_code = latest.org_code and peers.metric is not distinct from own_peers.metric

),

peered as (

    select
        paired.series_id,
        median(whole.value) as peers_value,
        count(*) as n_peers
    from paired
    inner join whole
        on whole.cell_id = paired.cell_id
        and whole.org_code = paired.peer_code
    group by paired.series_id

),

mixes as (

    select
        latest.series_id,
        latest.cell_id,
        latest.org_code,
        latest.population_code,
        metric_facts.like_for_like,
        100 * coalesce(part.denominator, 0) / latest.denominator as share
    from latest
    inner join metric_facts on metric_facts.metric = latest.metric and metric_facts.like_for_like is not null
    left join latest as part
        on part.metric = metric_facts.like_for_like
        and part.view = latest.view
        and part.org_code = latest.org_code
        and part.population_code = latest.population_code
        and part.specialty_code = latest.specialty_code
        and part.group_code = latest.group_code
        and part.last_period = latest.last_period
    where latest.denominator > 0

),

unlike as (

    select mixes.series_id, mixes.like_for_like as fairer
    from mixes
    inner join paired using (series_id)
    inner join mixes as others
        on others.cell_id = paired.cell_id
        and others.org_code = paired.peer_code
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
left join named using (series_id)
left join peered using (series_id)
left join unlike using (series_id)
