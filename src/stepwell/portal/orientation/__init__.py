"""How things work here: read on the phone, and signed."""
