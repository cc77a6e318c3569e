"""Opening a chart in an emergency, and looking at it afterwards. Limits and refusals are `domain.oversight`'s."""
