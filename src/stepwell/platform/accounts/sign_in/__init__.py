"""Signing in, on django-allauth: what it asks of us in its words, and what we ask of it in ours (docs/adr/0010)."""
