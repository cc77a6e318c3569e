"""What clients tell from home: craving, mood, use, their own words. Danger in it becomes a `safety` event."""
