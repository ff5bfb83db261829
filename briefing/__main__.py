"""`python -m briefing` is the same as `briefing`."""

from briefing.cli import main

main()
