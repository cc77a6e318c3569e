"""How I may be reached, as I say it myself."""
