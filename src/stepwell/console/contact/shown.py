"""How somebody may be reached, in words for a page: beside a phone number, and on the page of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stepwell.domain.contact.queries import Reach
from stepwell.domain.contact.rules import Way
from stepwell.domain.people.models import Client


@dataclass(frozen=True, slots=True)
class Call:
    """A number, and whether to dial it. Where not, `instead` says why; the number isn't shown as a link then."""

    client_id: UUID
    called: str
    phone: str
    may_call: bool
    instead: str
    call_as: str
    is_unsafe: bool
    may_voicemail: bool

    @property
    def tel(self) -> str:
        """As a link dials it; empty where it is too short for one."""
        return tel(self.phone)


@dataclass(frozen=True, slots=True)
class Line:
    """One way: may it be used now, and why."""

    way: Way
    is_open: bool
    opens_at: datetime | None
    reason: str


def tel(phone: str) -> str:
    """The number as a telephone takes it: digits and a leading plus; empty where there are too few to call."""
    digits = re.sub(r"\D", "", phone)
    return f"{'+' if phone.strip().startswith('+') else ''}{digits}" if len(digits) >= 7 else ""


def call_of(client: Client, reach: Reach, now: datetime) -> Call:
    """What stands where somebody would call."""
    decision = reach.decide(Way.CALL, now)
    return Call(
        client.pk,
        client.called,
        client.phone,
        decision.is_open(now),
        decision.reason,
        reach.said.call_as if reach.said else "",
        reach.is_unsafe,
        reach.decide(Way.VOICEMAIL, now).is_open(now),
    )


def warnings_of(reaches: Mapping[UUID, Reach], now: datetime) -> dict[UUID, str]:
    """What to mind before dialing the number of somebody in danger, for those where there is something."""
    found = {client_id: _warning(reach, now) for client_id, reach in reaches.items()}
    return {client_id: words for client_id, words in found.items() if words}


def _warning(reach: Reach, now: datetime) -> str:
    said = []
    if reach.wishes.is_unsafe:
        said.append("They said that it’s not safe to contact them: somebody else may hear it.")
    elif not (decision := reach.decide(Way.CALL, now)).is_open(now):
        said.append(f"They asked not to be called now. {decision.reason}")
    if reach.said and reach.said.call_as:
        said.append(f"Say you are {reach.said.call_as}.")
    return " ".join(said)


def lines(reach: Reach, now: datetime) -> list[Line]:
    """Every way."""
    decided = [(way, reach.decide(way, now)) for way in Way]
    return [Line(way, one.is_open(now), None if one.is_open(now) else one.from_at, one.reason) for way, one in decided]
