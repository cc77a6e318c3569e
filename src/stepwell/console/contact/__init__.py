"""How somebody may be reached: by which ways, when, under what name; and an emergency that overrides it."""
