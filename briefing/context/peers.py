"""Chooses each organisation's peers from what the observations say of its size and work."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.context.settings import ContextSettings
from briefing.statistics.peers import nearest_peers
from briefing.warehouse import Connection, create_table, run_file

_EMPTY = pa.schema(
    [("org_code", pa.string()), ("peer_code", pa.string()), ("distance", pa.float64()), ("rank", pa.int32())]
).empty_table()


def make_peers(connection: Connection, *, settings: ContextSettings) -> None:
    """Make the table `peers`: the nearest of the same type, with a manager's swaps."""
    profiles = run_file(connection, "context/peer_profiles")
    types = pc.unique(profiles["compared_as"]).to_pylist()
    nearest = [
        _peers_alike(profiles.filter(pc.equal(profiles["compared_as"], compared_as)), settings=settings)
        for compared_as in types
    ]
    create_table(connection, "nearest_peers", pa.concat_tables([_EMPTY, *nearest]))
    create_table(connection, "peer_swaps", _swaps(settings))
    run_file(connection, "context/peers", table="peers")


def _swaps(settings: ContextSettings) -> pa.Table:
    texts = ("org_code", "leave_out", "take_in", "reason", "metric")
    rows = [{name: getattr(swap, name) for name in texts} for swap in settings.peer_swaps]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in texts]))


def _peers_alike(profiles: pa.Table, *, settings: ContextSettings) -> pa.Table:
    """Find the nearest of one type. What is missing is the least there is: no A&E, no attendances."""
    wide = profiles.to_pandas().pivot(index="org_code", columns="variable", values="value").fillna(0.0)
    weights = {name: settings.weights.get(name, 0.0) for name in wide.columns}
    nearest, distances = nearest_peers(
        wide.to_numpy(float), np.array(list(weights.values())), count=settings.peer_count
    )
    codes = wide.index.to_numpy(dtype=object)
    count = nearest.shape[1]
    return pa.table(
        {
            "org_code": pa.array(codes.repeat(count), pa.string()),
            "peer_code": pa.array(codes[nearest.ravel()], pa.string()),
            "distance": pa.array(distances.ravel()),
            "rank": pa.array(np.tile(np.arange(1, count + 1), len(codes)), pa.int32()),
        },
        schema=_EMPTY.schema,
    )
