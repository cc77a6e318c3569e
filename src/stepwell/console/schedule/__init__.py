"""A site's week on screen, and moving one session of it."""
