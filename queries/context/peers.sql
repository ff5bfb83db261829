/*
The named peers: the nearest, with a manager's swaps. The one that was taken in has no distance but a reason.
*/
select
    nearest_peers.org_code,
    coalesce(peer_swaps.take_in, nearest_peers.peer_code) as peer_code,
    case when peer_swaps.take_in is null then nearest_peers.distance end as distance,
    nearest_peers.rank,
    peer_swaps.reason
from nearest_peers
left join peer_swaps
    on peer_swaps.org_code = nearest_peers.org_code
    and peer_swaps.leave_out = nearest_peers.peer_code
order by nearest_peers.org_code, nearest_peers.rank
