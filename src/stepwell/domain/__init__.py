"""The parts of the journey, in the journey's order: a later part may import an earlier one, never back."""
