"""Care beside this program's: where somebody lives or is treated while they come here. Pure.

Somebody in sober living, in residential treatment or in an opioid treatment program is one person with two stays at
once. What is billed for both on one day differs from payer to payer, and is nothing of this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stepwell.kernel.errors import Refusal, Refused

LONGEST = 200
# Ours: further back a date is a slip of the hand.
OLDEST = timedelta(days=3650)


class OutsideKind(StrEnum):
    """What kind of place it is."""

    SOBER_LIVING = "sober living"
    RESIDENTIAL = "residential treatment"
    OPIOID = "opioid treatment program"
    HOSPITAL = "hospital"
    OTHER = "other care"

    @property
    def label(self) -> str:
        """For a list to choose from."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Outside:
    """A stay at another place, from a day on."""

    kind: OutsideKind
    place: str
    since_on: date
    phone: str = ""


def check_outside(outside: Outside, *, today: date) -> None:
    """Raises `Refused` with everything that is wrong with it."""
    refusals = []
    if not outside.place.strip():
        refusals.append(Refusal("It isn't said where.", "place", "Write the name of the house or the program."))
    for where, text in (("place", outside.place), ("phone", outside.phone)):
        if len(text) > LONGEST:
            refusals.append(Refusal(f"This is longer than {LONGEST} characters.", where, "Shorten it."))
        if "\0" in text:
            refusals.append(Refusal("This holds a character that isn't text.", where, "Type it again."))
    if not today - OLDEST <= outside.since_on <= today:
        refusals.append(Refusal("This day is too long ago, or still to come.", "since_on", "Choose today or earlier."))
    if refusals:
        raise Refused(*refusals)


def check_last_day(last_on: date, *, since_on: date, today: date) -> None:
    """Raises `Refused` for a last day outside of what has happened."""
    if not since_on <= last_on <= today:
        mend = f"Choose a day from {since_on:%Y-%m-%d} to {today:%Y-%m-%d}."
        raise Refused(Refusal("This is before it began, or still to come.", "last_on", mend))


@dataclass(frozen=True, slots=True)
class Span:
    """One stay of any kind. `until_on` is its last day; None while it goes on."""

    label: str
    since_on: date
    until_on: date | None
    is_here: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """A span where it stands in the drawing, in percent of the whole time."""

    span: Span
    start: float
    width: float


def lanes(spans: Sequence[Span], today: date) -> tuple[Lane, ...]:
    """All spans on one scale from the first day of any to today, or the last day that is known; at least a day wide."""
    if not spans:
        return ()
    first = min(span.since_on for span in spans)
    last = max([today, *(span.until_on or span.since_on for span in spans)])
    whole = (last - first).days + 1
    return tuple(
        Lane(
            span,
            100 * (span.since_on - first).days / whole,
            100 * ((max(span.until_on or today, span.since_on) - span.since_on).days + 1) / whole,
        )
        for span in sorted(spans, key=lambda one: (one.since_on, one.label))
    )
