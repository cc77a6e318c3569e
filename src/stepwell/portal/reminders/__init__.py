"""How the program may reach this person: notices on this phone, texts, and when to leave them alone."""
