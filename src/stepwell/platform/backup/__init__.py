"""The whole program in one encrypted file, and back again (docs/adr/0016)."""
