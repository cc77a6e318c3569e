"""Words for templates of the console."""
