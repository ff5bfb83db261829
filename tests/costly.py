"""The type of the fixture `once`, which makes a costly file or folder once a session."""

from collections.abc import Callable
from pathlib import Path

Once = Callable[[str, Callable[[Path], object]], Path]
