"""A signed note on a page of its own, and what is added below it."""
