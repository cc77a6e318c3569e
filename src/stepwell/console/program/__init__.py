"""Settings, Program: tracks, days and places, set up by a director."""
