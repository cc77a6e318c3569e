"""All writes of admissions, a module per noun."""
