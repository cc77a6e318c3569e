"""Who may see what: the client's own consents, what went out on each, signing one, taking one back."""
