"""Pages for whoever comes: what this is, help now, logging in. No models, no rules."""
