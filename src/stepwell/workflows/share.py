"""What family and those who refer see, put together from the parts it stands in: after the consents, and after the line
in the ledger.
"""

from dataclasses import dataclass
from datetime import datetime

from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.queries.shared import shared_stays
from stepwell.domain.consent.actions.opening import open_in_letter, show_opened
from stepwell.domain.consent.queries.opened import Opened
from stepwell.domain.consent.rules import ItemKind
from stepwell.domain.week.queries.shared import SharedWeek, shared_weeks
from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.unit import unit_of_work


@dataclass(frozen=True, slots=True)
class Shared:
    """One client as far as they consented: what isn't covered is None."""

    opened: Opened
    stay: Episode | None
    week: SharedWeek | None


def share(*, actor: Actor, now: datetime) -> list[Shared]:
    """Everybody who has consented, decided, written down and read in one transaction."""
    with unit_of_work():
        return _put_together(show_opened(actor=actor, now=now), now)


def share_in_letter(*, actor: Actor, consent_id: int, now: datetime) -> Shared:
    """The same for a letter that staff send to whom a consent names. Raises `Refused` where nothing is open."""
    with unit_of_work():
        return _put_together([open_in_letter(actor=actor, consent_id=consent_id, now=now)], now)[0]


def _put_together(opened: list[Opened], now: datetime) -> list[Shared]:
    stays, weeks = shared_stays(opened), shared_weeks(opened, now)
    return [
        Shared(
            one,
            stays.get(one.client.pk) if one.covers(ItemKind.TREATMENT) else None,
            weeks.get(one.client.pk) if one.covers(ItemKind.ATTENDANCE) else None,
        )
        for one in opened
    ]
