"""Meeting-preparation briefing packs: from a folder of NHS files to the pack a GP reads."""

__version__ = "0.1.0"
