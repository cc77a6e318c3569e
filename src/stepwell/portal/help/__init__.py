"""People to call, and whether anybody has seen."""
