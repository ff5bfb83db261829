"""The analyst's bench: the engine of the packs, on any tidy table (csv, Excel or Parquet)."""

from briefing.analysis.charts import pprime, spc
from briefing.analysis.tables import funnel_of, rates, waits

__all__ = ["funnel_of", "pprime", "rates", "spc", "waits"]
