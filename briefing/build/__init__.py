"""A workspace and a meeting -> one version of its packs, drawn up and printed in memory."""
