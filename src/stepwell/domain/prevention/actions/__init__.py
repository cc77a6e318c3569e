"""Writes of prevention, one function per verb."""
