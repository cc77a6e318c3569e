"""What screening consists of, and how soon somebody who asks is answered. Pure."""

from datetime import timedelta

# clinical.md §2: alcohol, mood and safety before a level of care is discussed. A program's own list comes later.
REQUIRED_INSTRUMENTS = ("audit", "phq-9", "c-ssrs-screener")

# Ours, until a program sets its own: how soon somebody who asked hears from a person.
ANSWER_WITHIN = timedelta(hours=24)
