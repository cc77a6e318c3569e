"""Who is next for a track, and when somebody may be offered a place before others. Pure.

A track's line goes by waiting since. A program that takes federal block grant money gives preference: pregnant women
are preferred in admission (seen: 42 U.S.C. 300x-27(a)), and whoever injects is admitted within 14 days, or within 120
where interim services are there within 48 hours of the request (seen: 45 CFR 96.126(b)). That these make four groups in
the order below is commonly given for 45 CFR 96.131 and was not found in a source that could be read (unconfirmed): it
is data, and a site says whether it keeps these groups at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from stepwell.domain.admissions.rules.closing import check_text
from stepwell.kernel.errors import refuse


class Group(StrEnum):
    """In the order of preference (unconfirmed)."""

    PREGNANT_INJECTS = "pregnant, injects"
    PREGNANT = "pregnant"
    INJECTS = "injects"
    OTHERS = "no priority group"

    @property
    def label(self) -> str:
        """For a list to choose from."""
        return self.value.capitalize()

    @property
    def injects(self) -> bool:
        """Whether the clocks of 45 CFR 96.126(b) run."""
        return self in (Group.PREGNANT_INJECTS, Group.INJECTS)


# 45 CFR 96.126(b): 48 hours for interim services; 14 days for admission, 120 with interim services.
INTERIM_WITHIN = timedelta(hours=48)
# Ours: how long an offer stands before the next person in line has their turn.
OFFER_STANDS = timedelta(hours=48)
ADMIT_WITHIN, ADMIT_WITH_INTERIM = timedelta(days=14), timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person in a track's line."""

    enquiry_id: UUID
    group: Group
    since: datetime
    has_interim: bool = False
    is_offered: bool = False


def in_line(waiting: Sequence[Waiting], *, by_group: bool) -> tuple[Waiting, ...]:
    """The line: who waits longest first, and within the groups where the site keeps them."""
    order = list(Group)
    return tuple(
        sorted(waiting, key=lambda one: (order.index(one.group) if by_group else 0, one.since, str(one.enquiry_id)))
    )


def check_offer(waiting: Sequence[Waiting], enquiry_id: UUID, reason: str, *, by_group: bool) -> bool:
    """Whether this offer is out of order. Raises `Refused` where it is and nobody says why.

    Whoever has an open offer has had their turn and holds nobody up.
    """
    check_text("reason", reason)
    first = next((one for one in in_line(waiting, by_group=by_group) if not one.is_offered), None)
    if first is None or first.enquiry_id == enquiry_id:
        return False
    if not reason.strip():
        mend = "Offer it to who is first, or write why this person comes before them."
        raise refuse("Somebody else is first in this line.", "reason", mend)
    return True


def stands(answer_by: datetime | None, now: datetime) -> bool:
    """Whether an offer that nobody has answered still stands."""
    return answer_by is None or now <= answer_by


def interim_due_at(one: Waiting) -> datetime | None:
    """Until when interim services are to be there; None where they are, and where no clock runs."""
    is_owed = one.group is not Group.OTHERS and not one.has_interim
    return one.since + INTERIM_WITHIN if is_owed else None


def admit_by(one: Waiting) -> datetime | None:
    """The latest day of admission for whoever injects; None for others."""
    if not one.group.injects:
        return None
    return one.since + (ADMIT_WITH_INTERIM if one.has_interim else ADMIT_WITHIN)
