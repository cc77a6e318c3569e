"""Pages for whoever comes: logging in. No models, no rules."""
