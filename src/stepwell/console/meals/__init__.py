"""The day sheet, what somebody eats, and the diets of a site."""
