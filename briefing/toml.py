"""TOML that people write, read with bounds: whatever is wrong with it is one kind of error, soon.

The library's own reader takes as long as it likes over keys of many parts, and ends in errors of Python's over
numbers of thousands of digits and over lists in lists in lists.
"""

import re
import tomllib
from typing import Any

MOST_LETTERS = 500_000
_MANY_PARTS = re.compile(r"""^[ \t\[]*[^=#"'\n]*?(?:\.[^=.#"'\n]*){20}""", re.MULTILINE)

TOMLDecodeError = tomllib.TOMLDecodeError


def loads(text: str) -> dict[str, Any]:
    """The tables of a text; raises `TOMLDecodeError` for all that can't be read, or not in reasonable time."""
    if len(text) > MOST_LETTERS:
        raise TOMLDecodeError(f"{len(text):,} letters, where {MOST_LETTERS:,} are more than enough")
    if (key := _MANY_PARTS.search(text)) is not None:
        line = text.count("\n", 0, key.end()) + 1
        raise TOMLDecodeError(f"a name of more than 20 parts (at line {line})")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TOMLDecodeError("lists or tables nested too deeply") from None
    except TOMLDecodeError:
        raise
    except ValueError as error:
        raise TOMLDecodeError(str(error).partition(":")[0]) from None
