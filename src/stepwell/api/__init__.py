"""Doors for other systems: no sessions, no forms, no pages. An answer is written down before it goes out."""
