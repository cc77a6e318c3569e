"""What a feed's token is, and which days a feed shows. Pure.

A token is 32 random bytes: nobody guesses it (NIST SP 800-63B asks 112 bits of a secret that is looked up). The
database finds it by its digest alone; its owner reads it again because the keyring opens it.
"""

from datetime import date, timedelta
from hashlib import sha256
from secrets import token_urlsafe

# Ours: a reader keeps what it has seen for a while, and a term lies ahead.
DAYS_BACK = timedelta(days=28)
DAYS_AHEAD = timedelta(days=200)
# Ours: more than anybody has; a feed has an end.
MOST = 2000
_LONGEST = 100


def new_token() -> str:
    """Fit for an address."""
    return token_urlsafe(32)


def digest_of(token: str) -> str:
    """By what the database finds it; a text that can't be one finds nothing."""
    return sha256(token[: _LONGEST + 1].encode("utf-8", "replace")).hexdigest()


def days_shown(today: date) -> tuple[date, date]:
    """The first and the last day in a feed."""
    return today - DAYS_BACK, today + DAYS_AHEAD
