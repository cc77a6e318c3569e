"""The privacy officer's desk: what is due next, one request with its steps, and how it ended."""
