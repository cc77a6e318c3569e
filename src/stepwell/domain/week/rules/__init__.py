"""Pure decisions of the week: recurrence, roll, hours, notes. No Django, no clock, no database."""
