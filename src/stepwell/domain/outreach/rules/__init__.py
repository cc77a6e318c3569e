"""What may be decided without a database: prose, dollars, which rates count, and what a stay may cost."""
