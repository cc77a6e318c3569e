"""When I can come, as I say it myself."""
