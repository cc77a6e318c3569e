"""Five questions, under a minute."""
