"""The console's screens of this part: measures."""
