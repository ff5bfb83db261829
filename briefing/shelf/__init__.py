"""A meeting's versions on disk: each whole or not there at all, and approved as it was read."""
