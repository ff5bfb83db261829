"""The simulated year: `python tests/simulation/year.py --write docs/reliability.md`.

The main module of every spawned worker too, so it holds no more than what they need: pages that are not laid out.
"""

import sys
from pathlib import Path

import plain

sys.path.append(str(Path(__file__).parent.with_name("hostile")))

plain.lay_out_nothing()

if __name__ == "__main__":
    from living import main_of_the_year

    sys.exit(main_of_the_year())
