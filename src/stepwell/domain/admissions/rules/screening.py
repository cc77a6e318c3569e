"""What screening consists of, and how soon somebody who asks is answered. Pure."""

from datetime import timedelta

# Ours (docs/clinical.md, "Safety"): alcohol, mood and safety before a level of care is discussed.
REQUIRED_INSTRUMENTS = ("audit", "phq-9", "c-ssrs-screener")

# Ours, until a program sets its own: how soon somebody who asked hears from a person.
ANSWER_WITHIN = timedelta(hours=24)
