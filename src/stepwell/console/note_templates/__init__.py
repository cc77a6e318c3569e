"""What a note's shared block begins with, service by service."""
