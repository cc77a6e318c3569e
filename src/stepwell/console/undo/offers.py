"""The last thing that can be undone, kept in the session: shown for ten seconds, taken for a minute by slow hands."""

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

SHOWN, TAKEN = timedelta(seconds=10), timedelta(seconds=60)
_KEY = "undo"


@dataclass(frozen=True, slots=True)
class Offer:
    """`inverse` is a name of `inverses`, `back` the page to return to, `said` what was done, for a person."""

    inverse: str
    ids: dict[str, Any]
    said: str
    back: str
    made_at: datetime

    @property
    def key(self) -> str:
        """What the button sends, so that it never undoes something later."""
        return self.made_at.isoformat()


def offer(request: HttpRequest, inverse: str, *, said: str, back: str, now: datetime, **ids: Any) -> None:
    """Offer to undo what was just done. A newer offer takes the place of an older one."""
    request.session[_KEY] = {"inverse": inverse, "ids": ids, "said": said, "back": back, "at": now.isoformat()}


def days_of(span: Any) -> list[str | None]:
    """The days of a value that has nothing else, in their order, as an offer keeps them."""
    return [day and day.isoformat() for day in astuple(span)]


def offered(request: HttpRequest, now: datetime) -> Offer | None:
    """What the page shows an Undo for."""
    found = _stored(request)
    return found if found and now - found.made_at < SHOWN else None


def take(request: HttpRequest, key: str, now: datetime) -> Offer | None:
    """The offer that this button was for, once."""
    found = _stored(request)
    if found is None or found.key != key or now - found.made_at >= TAKEN:
        return None
    del request.session[_KEY]
    return found


def _stored(request: HttpRequest) -> Offer | None:
    raw = request.session.get(_KEY)
    if raw is None:
        return None
    return Offer(raw["inverse"], raw["ids"], raw["said"], raw["back"], datetime.fromisoformat(raw["at"]))
