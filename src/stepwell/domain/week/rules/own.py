"""One person's own sessions: how long, how often, who sits there. Pure.

The limits are ours: beyond them a number is a slip of the hand. Who of a family may come, the client's consent says
(42 CFR §2.31, §2.13(a); docs/clinical.md): to sit with somebody here is to learn that they come here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepwell.domain.catalog.rules.services import ServiceKind
from stepwell.domain.week.rules.roll import AttendanceStatus
from stepwell.kernel.errors import Refusal, Refused

SHORTEST, LONGEST = 10, 240
USUAL_MINUTES = 60
MOST_WEEKS = 52
# Whose hour it is: a group's service has no place here.
OWN_KINDS = (ServiceKind.INDIVIDUAL, ServiceKind.FAMILY, ServiceKind.OTHER)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to plan. `weeks` is None for once."""

    kind: ServiceKind
    first_on: date
    minutes: int
    weeks: int | None
    family: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the client's people, and whether a consent in force names them for this."""

    recipient_id: int
    name: str
    may_come: bool


def check_wanted(wanted: Wanted, today: date, stay: tuple[date, date], relatives: Iterable[Relative]) -> date:
    """The first day on which it is over (exclusive). `stay`: first day and planned end. Raises every refusal."""
    started_on, ends_on = stay
    refusals = []
    if wanted.kind not in OWN_KINDS:
        refusals.append(Refusal("This is a group's service.", "service", "Choose one of the list."))
    if not SHORTEST <= wanted.minutes <= LONGEST:
        refusals.append(Refusal(f"It lasts {SHORTEST} to {LONGEST} minutes.", "minutes"))
    if wanted.weeks is not None and not 1 <= wanted.weeks <= MOST_WEEKS:
        refusals.append(Refusal(f"Plan 1 to {MOST_WEEKS} weeks.", "weeks"))
    if wanted.first_on < today:
        refusals.append(Refusal("This day has passed.", "first_on", "Choose today or a later one."))
    elif wanted.first_on < started_on:
        refusals.append(Refusal("They haven't started by that day.", "first_on", "Choose a later day."))
    if wanted.first_on >= ends_on:
        refusals.append(Refusal("Their stay is planned to end before that day.", "first_on", "Choose an earlier day."))
    if wanted.family and wanted.kind is not ServiceKind.FAMILY:
        refusals.append(Refusal("Family comes to a family session.", "family", "Choose such a service, or nobody."))
    refusals += refused_family(wanted.family, relatives)
    if refusals:
        raise Refused(*refusals)
    if wanted.weeks is None:
        return wanted.first_on + timedelta(days=1)
    return min(wanted.first_on + timedelta(weeks=wanted.weeks), ends_on)


def refused_family(chosen: Collection[int], relatives: Iterable[Relative]) -> list[Refusal]:
    """Who of those chosen can't come, and why."""
    known = {one.recipient_id: one for one in relatives}
    refusals = []
    for recipient_id in sorted(chosen):
        one = known.get(recipient_id)
        if one is None:
            refusals.append(Refusal("This isn't one of their people.", "family", "Choose from the list."))
        elif not one.may_come:
            mend = "Ask for it under Consents first."
            refusals.append(Refusal(f"No consent in force names {one.name}.", "family", mend))
    return refusals


# Ours: who wasn't expected, or wasn't there, is one of these while family met without them.
AWAY = (AttendanceStatus.EXCUSED, AttendanceStatus.NO_SHOW)


def goes_with(status: AttendanceStatus, *, without_client: bool) -> bool:
    """Whether a note is owed for somebody who stands so on the roll: they were there, or family was without them."""
    return status in AWAY if without_client else status.attended


def may_keep(closed_at: datetime | None, met_at: datetime) -> bool:
    """Whether a note may name an objective: one that was open when they met, though it was closed since."""
    return closed_at is None or closed_at > met_at
