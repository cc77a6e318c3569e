"""Reading the ledger: who did and saw what at one's sites. Reading it is written down too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.oversight.permissions import READ_LEDGER
from stepwell.domain.people.models import Client, Post, Site, Staff
from stepwell.domain.people.rules import plain_letters
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import record

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader looks for; empty for everything."""

    client: str = ""
    person: str = ""
    verb: str = ""
    day: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, with the names that its reader may know. `others` counts the people a list showed."""

    id: int
    at: datetime
    actor: str
    verb: str
    client: str
    subject: str
    others: int


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of entries, newest first; `before` leads to older ones."""

    lines: tuple[Line, ...]
    before: int | None


def ledger_page(actor: Actor, asked: Asked, zone: ZoneInfo) -> LedgerPage:
    """Entries about the clients of one's sites and by those who work there. Four queries, whatever is asked."""
    require(actor, READ_LEDGER)
    sites = actor.sites_for(READ_LEDGER)
    found = Entry.objects.filter(_of_sites(sites))
    if asked.client:
        found = found.filter(client_id__in=_clients(sites, asked.client))
    if asked.person:
        found = found.filter(actor_name__icontains=asked.person)
    if asked.verb:
        found = found.filter(verb__icontains=asked.verb)
    if asked.day:
        start = datetime(asked.day.year, asked.day.month, asked.day.day, tzinfo=zone)
        found = found.filter(at__gte=start, at__lt=start + timedelta(days=1))
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    entries = list(found.order_by("-pk")[: PER_PAGE + 1])
    shown = entries[:PER_PAGE]
    names = _names(sites, {entry.client_id for entry in shown if entry.client_id})
    seen: dict[str, Plain] = {"clients": [*sorted(str(key) for key in names)], "entries": len(shown)}
    record(actor, "ledger.list_read", detail=seen)
    lines = tuple(_line(entry, names, zone) for entry in shown)
    return LedgerPage(lines, shown[-1].pk if len(entries) > PER_PAGE else None)


def first_zone(actor: Actor) -> ZoneInfo:
    """The clock that a day is meant by: of the first site whose ledger one reads."""
    require(actor, READ_LEDGER)
    site = Site.objects.filter(pk__in=actor.sites_for(READ_LEDGER)).order_by("name").first()
    return ZoneInfo(site.zone if site else "UTC")


def _of_sites(sites: frozenset[int]) -> Q:
    """About clients of these sites; and what those who work or worked there did that was about no client."""
    staff = Staff.objects.filter(pk__in=Post.objects.filter(site_id__in=sites).values("staff_id"))
    keys = [f"account:{account_id}" for account_id in staff.values_list("account_id", flat=True)]
    clients = Client.objects.filter(site_id__in=sites).values("pk")
    return Q(client_id__in=clients) | Q(client_id__isnull=True, actor_key__in=keys)


def _clients(sites: frozenset[int], words: str) -> Sequence[UUID]:
    """Clients of these sites whose names begin with each of the words."""
    found = Client.objects.filter(site_id__in=sites)
    for word in plain_letters(words).split():
        found = found.filter(Q(sort_key__startswith=word) | Q(sort_key__contains=f" {word}"))
    return list(found.values_list("pk", flat=True)[:500])


def _names(sites: frozenset[int], ids: set[UUID]) -> dict[UUID, str]:
    return {one.pk: one.name for one in Client.objects.filter(site_id__in=sites, pk__in=ids)}


def _line(entry: Entry, names: dict[UUID, str], zone: ZoneInfo) -> Line:
    return Line(
        id=entry.pk,
        at=entry.at.astimezone(zone),
        actor=entry.actor_name,
        verb=entry.verb,
        client=names.get(entry.client_id, "") if entry.client_id else "",
        subject=entry.subject_type,
        others=len(entry.detail.get("clients", ())),
    )
