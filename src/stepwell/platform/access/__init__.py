"""Who may do and see what: actors, roles, named permissions, and the door that every view stands behind."""
