"""What is arranged so that people can come on a day: rides and child-care seats, for the day sheet."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.people.models import Site
from stepwell.domain.people.permissions import as_flag
from stepwell.domain.people.rules import first_names
from stepwell.domain.week.models import Booking, Outreach, Status
from stepwell.domain.week.permissions import (
    RESCUE,
    VIEW_ROLL,
    VIEW_SESSION,
    visible_bookings,
    visible_outreaches,
)
from stepwell.domain.week.rules.rescue import HELPS, Fix, HelpAs, help_words
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require_at
from stepwell.platform.ledger.unit import record_list_read


@dataclass(frozen=True, slots=True)
class Helped:
    """What is arranged for one person, by what they are called. `said`, who comes when and where, is for who looks for
    those who don't come. `is_off`: they don't come to it any more.
    """

    called: str
    what: str
    said: str
    session: str
    starts_at: datetime
    is_off: bool


@dataclass(frozen=True, slots=True)
class HelpedOn:
    """A day's: how many of each sort are needed, who they are as far as the reader may know, and how many more."""

    counts: tuple[tuple[str, int], ...]
    people: tuple[Helped, ...]
    hidden: int


def helped_on(actor: Actor, site: Site, day: date) -> HelpedOn:
    """What is arranged at a site for a day's sessions. One query, however many; whom it names is one list read.

    How many seats and rides it takes is no secret among those who work there; whose they are shows as on a roll.
    """
    require_at(actor, VIEW_SESSION, site.pk)
    arranged = Outreach.objects.filter(help_as=HelpAs.ARRANGED.value, help_for__session__site=site)
    of_the_day = arranged.filter(help_for__session__on=day).annotate(
        is_seen=as_flag(_seen(actor)), is_told=as_flag(_told(actor))
    )
    related = of_the_day.select_related("client", "help_for__session__series")
    rows = list(related.order_by("help_for__starts_at", "client__sort_key", "pk"))
    needed = [one for one in rows if not _is_off(one.help_for)]
    seen = [one for one in rows if one.is_seen]
    record_list_read(actor, "help_arranged", [one.client_id for one in seen])
    return HelpedOn(
        tuple(sorted(Counter(HELPS[Fix(one.fix)] for one in needed).items())),
        tuple(_people(seen, ZoneInfo(site.zone))),
        sum(not one.is_seen for one in needed),
    )


def _seen(actor: Actor) -> Q:
    if not actor.may(VIEW_ROLL):
        return Q(pk__in=())
    return Q(help_for__in=Booking.objects.filter(visible_bookings(actor, VIEW_ROLL)).values("pk"))


def _told(actor: Actor) -> Q:
    return visible_outreaches(actor) if actor.may(RESCUE) else Q(pk__in=())


def _is_off(booking: Booking | None) -> bool:
    """They can't come, or the session isn't held: what was arranged is to be called off."""
    if booking is None:
        return True
    is_canceled = booking.canceled_at is not None or booking.session.canceled_at is not None
    return is_canceled or booking.status == Status.EXCUSED.value


def _people(rows: Sequence[Outreach], zone: ZoneInfo) -> Iterable[Helped]:
    """By first name alone, as all of the sheet."""
    called = first_names({one.client_id: (one.client.called, one.client.family_name) for one in rows})
    for one in rows:
        booking = one.help_for
        if booking is not None:
            yield Helped(
                called[one.client_id],
                help_words(one.fix, one.help_as),
                one.help_said if one.is_told else "",  # type: ignore[attr-defined]  # annotated
                booking.session.series.name,
                booking.starts_at.astimezone(zone),
                _is_off(booking),
            )
