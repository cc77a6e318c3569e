"""What clients tell from home: craving, mood, use, their own words."""
