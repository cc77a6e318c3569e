"""Pure decisions of admissions: values in, a decision with its reason out. No Django, no clock, no database."""
