/*
The named peers: the nearest, with a manager's swaps. The one that was taken in has no distance but a reason.

`metric` is empty for the peers of every metric. A swap for one metric alone gives that metric a full set of its own, which
the comparison then prefers.
*/
with

sets as (

    select distinct org_code, null::varchar as metric from nearest_peers
    union
    select org_code, metric from peer_swaps where metric is not null

)

select
    nearest_peers.org_code,
    coalesce(own.take_in, general.take_in, nearest_peers.peer_code) as peer_code,
    case when coalesce(own.take_in, general.take_in) is null then nearest_peers.distance end as distance,
    nearest_peers.rank,
    coalesce(own.reason, general.reason) as reason,
    sets.metric
from nearest_peers
inner join sets on sets.org_code = nearest_peers.org_code
left join peer_swaps as own
    on own.org_code = nearest_peers.org_code
    and own.leave_out = nearest_peers.peer_code
    and own.metric = sets.metric
left join peer_swaps as general
    on general.org_code = nearest_peers.org_code
    and general.leave_out = nearest_peers.peer_code
    and general.metric is null
order by nearest_peers.org_code, sets.metric nulls first, nearest_peers.rank
