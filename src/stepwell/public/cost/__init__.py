"""What a stay may cost: a range for what somebody types, and nothing of it is kept."""
