"""Pure decisions about oversight: how long a chart stands open, how often one may try, and which quarter it is."""

from datetime import date, datetime, timedelta
from enum import StrEnum

# Ours: somebody in an emergency mistypes once or twice; who tries more often is looking for somebody.
TRIES_AN_HOUR = 5
TRIES_WITHIN = timedelta(hours=1)
WORDS_LEAST = 10
# Ours: an account that nobody has used for so long is asked about in the review.
UNUSED_AFTER = timedelta(days=90)
# Ours: how long directors have for a quarter's review.
REVIEW_WITHIN = timedelta(days=21)


class Emergency(StrEnum):
    """Why a chart is opened by who isn't on the care team. A short list, so that the ledger holds no story."""

    DANGER = "somebody may be in danger"
    MEDICAL = "a medical emergency"
    ON_DUTY = "nobody of the care team can be reached"
    OTHER_SITE = "the person came to us unexpectedly"


class Verdict(StrEnum):
    """What the review of an emergency found."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not justified"


def stays_open_until(opened_at: datetime, hours: int) -> datetime:
    """When a chart closes again by itself: the site's own number of hours (four until it says otherwise)."""
    return opened_at + timedelta(hours=hours)


def may_try(tries: int) -> bool:
    """Whether one may ask once more, after so many that found nobody within the hour."""
    return tries < TRIES_AN_HOUR


def quarter_of(day: date) -> str:
    """`2026-Q4`"""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def is_unused(last_login: datetime | None, since: date, now: datetime) -> bool:
    """Nobody has logged in for ninety days, or ever since the role began that long ago."""
    if last_login is not None:
        return now - last_login >= UNUSED_AFTER
    return now.date() - since >= UNUSED_AFTER
