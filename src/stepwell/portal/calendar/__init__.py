"""My sessions for the calendar of my phone."""
