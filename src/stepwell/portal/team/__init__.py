"""Who cares for me, and what each of them is there for."""
