"""Tracks, levels of care, services, day templates and places: what a program offers."""
