"""The quarterly review of access: the list, one review, and its signature."""
