"""What is next, and how the week stands."""
