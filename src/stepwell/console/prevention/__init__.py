"""Staying well at home, as staff see it; the review after a return to use; and the words of the skills library."""
