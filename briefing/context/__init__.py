"""Observations to metrics in context: the nation in one pass, then read back a part at a time."""

from briefing.context.building import contextualise
from briefing.context.reading import Context
from briefing.context.settings import ContextSettings, PeerSet, PeerSwap

__all__ = ["Context", "ContextSettings", "PeerSet", "PeerSwap", "contextualise"]
