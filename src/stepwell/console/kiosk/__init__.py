"""A device at the door: set up by staff, and then one page that shows codes and nobody's name."""
