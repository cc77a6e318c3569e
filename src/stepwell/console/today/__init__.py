"""The console's screens of this part: today."""
