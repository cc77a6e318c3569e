"""Words for the pages of signing in."""
