"""Safety events: somebody may be in danger, who owns it, who has seen it. Paging and plans build on this."""
