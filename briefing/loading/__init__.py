"""Files people dropped in -> the warehouse, with a report of what became of each."""

from briefing.loading.load import FileReport, LoadReport, load, warehouse_of
from briefing.loading.refusals import Refusal
from briefing.loading.status import SourceStatus, Status, status

__all__ = [
    "FileReport",
    "LoadReport",
    "Refusal",
    "SourceStatus",
    "Status",
    "load",
    "status",
    "warehouse_of",
]
