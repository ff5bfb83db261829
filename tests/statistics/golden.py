"""Reads golden numbers: what the field's own tools answered."""

from pathlib import Path

import pandas as pd


def golden(shared: Path, name: str) -> pd.DataFrame:
    """A golden table by its path below `golden/`, such as "wilson/wilson_grid_95.csv"."""
    return pd.read_csv(shared / "golden" / name)
