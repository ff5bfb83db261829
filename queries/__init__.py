"""The SQL files: staging, reductions, marts, metrics and context."""
