"""The analyst's bench: the engine of the packs, on any tidy table (csv, Excel or Parquet)."""

from briefing.bench.charts import between, pprime, spc
from briefing.bench.tables import funnel_of, of_pathways, queue, rates, waits
from briefing.bench.tidy import refuse_small

__all__ = ["between", "funnel_of", "of_pathways", "pprime", "queue", "rates", "refuse_small", "spc", "waits"]
