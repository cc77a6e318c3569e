"""The address that a calendar reads again and again."""
