"""The line that says who else is editing, and the door that keeps it true."""
