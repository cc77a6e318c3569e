"""The plan, in the client's words."""
