"""Reads of oversight: emergencies, reviews of access, the ledger."""
