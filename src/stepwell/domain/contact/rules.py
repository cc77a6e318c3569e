"""May this person be reached this way, now? Pure.

Sources: 45 CFR §164.522(b), a program accommodates reasonable wishes to be reached by other means or at other places;
45 CFR §164.512(j) and 42 CFR §2.51, an emergency. What holds for a way that nobody has asked about is ours: a voicemail
and a letter are found by whoever lives there, so they wait for a yes; what reaches the person at the number or address
that they gave doesn't.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from stepwell.kernel.calendar import local_instant
from stepwell.kernel.errors import Refusal
from stepwell.kernel.phrase import phrase

WORDS_MOST, NAME_MOST = 1_000, 120
# Ours: as much as says what is happening.
REASON_LEAST = 10


class Way(StrEnum):
    """How somebody is reached. The value is what the database holds."""

    CALL = "call"
    VOICEMAIL = "voicemail"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        """As a person reads it."""
        return _LABELS[self]


_LABELS = {
    Way.CALL: "Call",
    Way.VOICEMAIL: "Voicemail",
    Way.TEXT: "Text message",
    Way.EMAIL: "E-mail",
    Way.LETTER: "Letter",
    Way.NOTICE: "Notice on their phone",
}
# Those that wait for a yes.
_ONLY_WHEN_ASKED = frozenset({Way.VOICEMAIL, Way.LETTER})


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said about one way. Hours by the site's clock, both or neither; 22:00 until 06:00 goes past midnight."""

    is_allowed: bool
    from_time: time | None = None
    until_time: time | None = None

    @property
    def has_hours(self) -> bool:
        """Not at any time, but at some."""
        return self.is_allowed and self.from_time is not None and self.until_time is not None


@dataclass(frozen=True, slots=True)
class Wishes:
    """All that was said. A way that isn't in `ways` was not asked about."""

    is_unsafe: bool = False
    ways: Mapping[Way, Wish] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """From when on they may be reached: `now`, later, or never (None); and why, in words for staff."""

    from_at: datetime | None
    reason: str = ""

    def is_open(self, now: datetime) -> bool:
        """Whether that is now."""
        return self.from_at is not None and self.from_at <= now


def may_reach(
    wishes: Wishes, way: Way, zone: ZoneInfo, now: datetime, *, is_emergency: bool = False, asked_for: bool = False
) -> Decision:
    """`is_emergency`: one is documented and goes on; it overrides everything. `asked_for`: the person asks for it this
    very minute, so hours don't matter; a no does.
    """
    if is_emergency:
        return Decision(now, "An emergency is documented.")
    if wishes.is_unsafe:
        return Decision(None, "Not safe to contact.")
    wish = wishes.ways.get(way)
    if wish is None:
        waits = way in _ONLY_WHEN_ASKED
        return Decision(None, "Not asked yet: not until they say yes.") if waits else Decision(now, "Not asked yet.")
    if not wish.is_allowed:
        return Decision(None, "They said no.")
    return Decision(now, "They said yes.") if asked_for else _within_hours(wish, zone, now)


def faults(wishes: Wishes, *, call_as: str, words: str) -> tuple[Refusal, ...]:
    """What can't be kept, each with its field (`<way>_from`, `call_as`, `words`)."""
    found = []
    for way, wish in wishes.ways.items():
        if (wish.from_time is None) is not (wish.until_time is None):
            found.append(
                Refusal(
                    phrase("%(way)s: one of the two times is missing.", way=phrase(way.label)),
                    f"{way.value}_from",
                    "Give both.",
                )
            )
        elif wish.from_time is not None and wish.from_time == wish.until_time:
            what = phrase("%(way)s: these hours have no length.", way=phrase(way.label))
            found.append(Refusal(what, f"{way.value}_from", "Leave both empty for any time."))
    for name, text, most in (("call_as", call_as, NAME_MOST), ("words", words, WORDS_MOST)):
        if len(text) > most:
            found.append(Refusal(phrase("This is longer than %(most)s letters.", most=most), name, "Shorten it."))
        if "\0" in text:
            found.append(Refusal("This holds a character that isn't text.", name, "Type it again."))
    return tuple(found)


def _within_hours(wish: Wish, zone: ZoneInfo, now: datetime) -> Decision:
    if wish.from_time is None or wish.until_time is None:
        return Decision(now, "They said yes.")
    words = f"Only from {wish.from_time:%H:%M} to {wish.until_time:%H:%M}."
    return Decision(_opens_at(wish.from_time, wish.until_time, zone, now), words)


def _opens_at(from_time: time, until_time: time, zone: ZoneInfo, now: datetime) -> datetime:
    """`now` within the hours, else when they begin next."""
    today = now.astimezone(zone).date()
    # yesterday's may go past midnight; a day whose hours a change of the clock swallows has none
    for days in range(-1, 4):
        day = today + timedelta(days=days)
        opens = local_instant(day, from_time, zone)
        closes = local_instant(day + timedelta(days=until_time < from_time), until_time, zone)
        if now < closes and opens < closes:
            return max(now, opens)
    raise AssertionError("hours come again within three days")
