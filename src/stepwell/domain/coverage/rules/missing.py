"""What is missing from an authorization before somebody speaks with its payer. Pure.

Which things are listed is ours: a day can only be billed with a roll and a signed note (`week.rules.hours`), and a
payer is answered on the day that was agreed. None of it stops anything.
"""

from datetime import date

from stepwell.domain.coverage.rules.clock import Reach
from stepwell.kernel.wording import short_day


def missing_items(reach: Reach, today: date, *, unsigned_notes: int) -> tuple[str, ...]:
    """In words, the most urgent first; empty where nothing is."""
    found = []
    review_on = reach.terms.next_review_on
    if review_on is None:
        found.append("No day for the next review")
    elif review_on < today:
        found.append(f"The review of {short_day(review_on)} is past: enter the next one")
    if unsigned_notes:
        found.append(f"{unsigned_notes} note{'' if unsigned_notes == 1 else 's'} to sign")
    if reach.unrecorded:
        found.append(f"{reach.terms.unit.counted(reach.unrecorded)} without a roll")
    return tuple(found)
