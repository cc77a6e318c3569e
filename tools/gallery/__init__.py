"""Example pages with fictional people: where the look is looked at."""
