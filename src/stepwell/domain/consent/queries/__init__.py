"""Reads of consents and recipients, and the one read that leaves the program: `disclosure`."""
