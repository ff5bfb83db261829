"""Files people dropped in -> the warehouse, with a report of what became of each."""

from briefing.loading.load import FileReport, LoadReport, known_refusals, load, warehouse_of
from briefing.loading.refusals import Refusal
from briefing.loading.status import SourceStatus, Status, status

__all__ = [
    "FileReport",
    "LoadReport",
    "Refusal",
    "SourceStatus",
    "Status",
    "known_refusals",
    "load",
    "status",
    "warehouse_of",
]
