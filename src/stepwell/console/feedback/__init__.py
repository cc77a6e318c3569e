"""What clients said of sessions: of one, of a group month by month, and what came of a low one."""
