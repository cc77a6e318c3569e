"""One's own sessions in one's own calendar."""
