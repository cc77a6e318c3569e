"""How a session was, in two taps."""
