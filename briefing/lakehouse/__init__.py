"""Rows that stay in a lakehouse are counted there: our SQL goes out, small tables of counts come home.

    briefing.toml [engine]  ->  statements.py: what is asked, in the words of Spark
                            ->  spark.py: a session over Spark Connect
                            ->  reducing.py: asked, proved, and made into loads of the warehouse

Nothing here is imported unless it is asked for: it needs `pip install "meeting-briefing-packs[spark]"`.
"""

from briefing.lakehouse.reducing import reduce_there, to_read

__all__ = ["reduce_there", "to_read"]
