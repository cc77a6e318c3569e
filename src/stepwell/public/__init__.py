"""Pages for whoever comes: logging in, for now. No models, no rules."""
