"""What spans parts of the domain: admitting a client, for now."""
