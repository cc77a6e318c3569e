"""How long a link may be missing before it counts as missing: a site's own days, in editions from a day on. Pure.

No source names them: the defaults are ours. States and payers say when a first plan has to stand; groups meet every
week, so that two weeks without a word on an objective mean that nobody works on it. As with the schedules of questions
the edition of the day itself decides: a later one moves no day that lies before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.kernel.errors import Refusal, Refused

# Ours: beyond this a number is a slip of the hand.
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Days:
    """What holds from a day on: so many days from the start to a first plan, from the signed assessment to a diagnosis
    that the plan answers, and from one signed note that names an objective to the next.
    """

    from_on: date = date.min
    plan: int = 7
    finding: int = 0
    note: int = 14


OURS = Days()
Editions = Sequence[Days]


def editions_of(own: Iterable[Days]) -> tuple[Days, ...]:
    """A site's own after ours, in the order of their days."""
    return (OURS, *sorted(own, key=lambda one: one.from_on))


def days_on(editions: Editions, day: date) -> Days:
    """What holds on a day."""
    return next(one for one in reversed(editions) if one.from_on <= day)


def missing_on(editions: Editions, name: str, since: date) -> date:
    """The first day on which the edition of that day says that it has been missing for too long, counted from `since`.

    `name` is one of `Days`' numbers.
    """
    on = since
    for place, edition in enumerate(editions):
        on = max(since + timedelta(days=getattr(edition, name)), edition.from_on)
        if place + 1 == len(editions) or on < editions[place + 1].from_on:
            break
    return on


def note_missing_on(editions: Editions, served_since: date, last_note_on: date | None) -> date:
    """When an objective that is served will have gone, or has gone, without a signed note for too long."""
    return missing_on(editions, "note", max(served_since, last_note_on or served_since))


def check_days(days: Days, *, today: date) -> None:
    """Raises `Refused` with every number that can't be kept."""
    refusals = [
        Refusal(f"This is a number from {least} to {MOST_DAYS}.", name, "Choose one of them.")
        for name, least in (("plan", 0), ("finding", 0), ("note", 1))
        if not least <= getattr(days, name) <= MOST_DAYS
    ]
    if days.from_on < today:
        refusals.append(Refusal("This day has passed.", "from_on", "Choose today or later: what was missing stays so."))
    if refusals:
        raise Refused(*refusals)
