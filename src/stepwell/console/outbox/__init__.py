"""The outbox as the director sees it: what went out, what didn't, and what to do about that."""
