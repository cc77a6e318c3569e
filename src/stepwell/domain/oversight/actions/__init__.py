"""Writes of oversight, one function per verb."""
