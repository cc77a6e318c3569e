"""Reads of team meetings."""
