"""The orientation packet: written by a director, gone through with a client, signed."""
