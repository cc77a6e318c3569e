"""Tokens, components and page shells: how Stepwell looks. Knows nothing of the domain."""
