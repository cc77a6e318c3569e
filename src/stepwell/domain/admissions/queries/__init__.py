"""All reads of admissions, a module per noun."""
