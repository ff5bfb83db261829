"""A fictional health economy in the published layouts, and the seeded generator that made it."""
