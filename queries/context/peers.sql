/*
The named peers: the nearest, or a set that somebody named in their place, with a manager's swaps. Those that were taken in by hand have
no distance but a reason.

`metric` is empty for the peers of every metric. A swap for one metric alone gives that metric a full set of its own, which
the comparison then prefers.
*/
with

chosen as (

    select org_code, peer_code, distance, rank, null::varchar as reason
    from nearest_peers
    where org_code not in (select org_code from peer_sets)
    union all
    select org_code, peer_code, null::double as distance, rank, reason
    from peer_sets

),

sets as (

    select distinct org_code, null::varchar as metric from chosen
    union
    select org_code, metric from peer_swaps where metric is not null

)

select
    chosen.org_code,
    coalesce(own.take_in, general.take_in, chosen.peer_code) as peer_code,
    case when coalesce(own.take_in, general.take_in) is null then chosen.distance end as distance,
    chosen.rank,
    coalesce(own.reason, general.reason, chosen.reason) as reason,
    sets.metric
from chosen
inner join sets on sets.org_code = chosen.org_code
left join peer_swaps as own
    on own.org_code = chosen.org_code
    and own.leave_out = chosen.peer_code
    and own.metric = sets.metric
left join peer_swaps as general
    on general.org_code = chosen.org_code
    and general.leave_out = chosen.peer_code
    and general.metric is null
order by chosen.org_code, sets.metric nulls first, chosen.rank
