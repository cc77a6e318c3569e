"""Who watches: charts opened in an emergency, the quarterly review of access, and reading the ledger.

Not here: who may do what (`platform.access`, each part's `permissions.py`), and writing the ledger (`platform.ledger`).
"""
