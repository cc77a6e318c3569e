"""When a client can come, in the console."""
