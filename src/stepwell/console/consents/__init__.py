"""Consents of a client, and the organizations that may receive: signed, seen, revoked. What goes out is `api`'s."""
