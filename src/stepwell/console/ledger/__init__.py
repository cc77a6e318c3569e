"""Reading who did and saw what. Nothing is written here but that it was read."""
