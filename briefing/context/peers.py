"""Chooses each organisation's peers from what the observations say of its size and work."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from briefing.context.settings import ContextSettings
from briefing.statistics.peers import nearest_peers
from briefing.warehouse import Connection, create_table, run_file

_OF_PEOPLE = ("older_people", "deprivation")
_MIX = "mix:"

_EMPTY = pa.schema(
    [("org_code", pa.string()), ("peer_code", pa.string()), ("distance", pa.float64()), ("rank", pa.int32())]
).empty_table()


def make_peers(connection: Connection, *, settings: ContextSettings) -> None:
    """Make the table `peers`: the nearest of the same type, or a named set in their place, with a manager's swaps."""
    profiles = run_file(connection, "context/peer_profiles")
    types = pc.unique(profiles["compared_as"]).to_pylist()
    nearest = [
        peers_alike(profiles.filter(pc.equal(profiles["compared_as"], compared_as)), settings=settings)
        for compared_as in types
    ]
    create_table(connection, "nearest_peers", pa.concat_tables([_EMPTY, *nearest]))
    create_table(connection, "peer_sets", _sets(settings))
    create_table(connection, "peer_swaps", _swaps(settings))
    run_file(connection, "context/peers", table="peers")


def _sets(settings: ContextSettings) -> pa.Table:
    rows = [
        {"org_code": one.org_code, "peer_code": code, "rank": rank, "reason": one.reason}
        for one in settings.peer_sets
        for rank, code in enumerate(one.peers, start=1)
    ]
    fields = [(name, pa.string()) for name in ("org_code", "peer_code", "reason")]
    return pa.Table.from_pylist(rows, schema=pa.schema([*fields, ("rank", pa.int32())]))


def _swaps(settings: ContextSettings) -> pa.Table:
    texts = ("org_code", "leave_out", "take_in", "reason", "metric")
    rows = [{name: getattr(swap, name) for name in texts} for swap in settings.peer_swaps]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in texts]))


def peers_alike(profiles: pa.Table, *, settings: ContextSettings) -> pa.Table:
    """Find the nearest of one type."""
    wide = filled(profiles)
    nearest, distances = nearest_peers(
        wide.to_numpy(float), weights_of(wide, settings.weights), count=settings.peer_count
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


def filled(profiles: pa.Table) -> pd.DataFrame:
    """Return one row an organisation. People of whom nothing is known are like all others'; a missing count is none."""
    wide: pd.DataFrame = profiles.to_pandas().pivot(index="org_code", columns="variable", values="value")
    peoples = [name for name in _OF_PEOPLE if name in wide.columns]
    wide[peoples] = wide[peoples].fillna(wide[peoples].mean())
    filled_up: pd.DataFrame = wide.fillna(0.0)
    return filled_up


def weights_of(wide: pd.DataFrame, weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the weight of each column. The specialties share that of the mix by how much they vary, as one factor."""
    own = np.array([weights.get(name, 0.0) for name in wide.columns])
    is_mix = wide.columns.str.startswith(_MIX)
    spread = wide.loc[:, is_mix].var().fillna(0.0).to_numpy(float)
    if spread.sum() > 0:
        own[is_mix] = weights.get("specialty_mix", 0.0) * spread / spread.sum()
    return own
