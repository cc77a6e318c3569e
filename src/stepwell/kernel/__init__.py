"""Pure values that every part shares. No Django, no database, no reading of the clock but in `clock`."""
