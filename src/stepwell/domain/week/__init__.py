"""Groups, sessions, rosters, attendance, notes and hours."""
