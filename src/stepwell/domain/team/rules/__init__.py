"""Rules of the team meeting. Pure."""
