"""One person's own sessions: what is planned, planning one, ending them, and who of the family comes."""
