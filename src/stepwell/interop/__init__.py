"""Pure mappings between Stepwell's values and the formats that others speak."""
