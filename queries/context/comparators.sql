/*
England, region, board and peers at the last period of each series, for the same specialty and group and for
everybody's patients: also for a home population, which is compared with whole organisations.
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
    group by latest.series_id

)

select
    latest.series_id,
    named.england,
    named.region,
    named.board,
    peered.peers_value,
    coalesce(peered.n_peers, 0) as n_peers
from latest
left join named using (series_id)
left join peered using (series_id)
