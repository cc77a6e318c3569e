"""One check-in by an address of its own: from a text, or at the device by the door. Nobody is signed in."""
