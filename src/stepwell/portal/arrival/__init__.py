"""Saying that one is here: at the door, or in a meeting."""
