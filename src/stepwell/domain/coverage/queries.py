"""Reads of authorizations. One person's, or a list of people, goes into the ledger."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q

from stepwell.domain.coverage.models import WARN_DAYS, Authorization, AuthorizationTerms, CoverageProtocol
from stepwell.domain.coverage.permissions import (
    KEEP_AUTHORIZATIONS,
    SET_COVERAGE,
    VIEW_AUTHORIZATIONS,
    visible_authorizations,
)
from stepwell.domain.coverage.rules.terms import Terms, Unit
from stepwell.domain.people.models import Client, Phase, Site
from stepwell.domain.people.permissions import visible_clients
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Entered:
    """One authorization as it holds: its terms, with the day on which it ended earlier, and what was entered before."""

    authorization: Authorization
    row: AuthorizationTerms
    terms: Terms
    earlier: tuple[AuthorizationTerms, ...] = ()

    @property
    def is_ended(self) -> bool:
        """Somebody ended it before its last day."""
        return self.authorization.ended_on is not None

    def is_over(self, today: date) -> bool:
        """Nothing can be covered by it any more."""
        return self.terms.last_on < today


def authorizations_of(actor: Actor, client: Client) -> list[Entered]:
    """A client's, for whoever has found the client, the last to end first; with earlier editions. Written down."""
    require(actor, VIEW_AUTHORIZATIONS)
    record_read(actor, "authorizations", client.pk)
    found = Authorization.objects.filter(visible_authorizations(actor), client=client)
    editions = AuthorizationTerms.objects.select_related("entered_by", "track").order_by("-edition")
    rows = found.select_related("ended_by", "entered_by").prefetch_related(Prefetch("editions", editions))
    shown = []
    for one in rows:
        current, *earlier = one.editions.all()
        shown.append(Entered(one, current, terms_of(current, one.ended_on), tuple(earlier)))
    return sorted(shown, key=lambda one: (one.terms.last_on, one.terms.first_on), reverse=True)


def terms_in_force(actor: Actor, client_ids: Collection[UUID]) -> dict[UUID, list[Terms]]:
    """What holds for each of these clients, over or not, as far as the actor sees it. One query; part of a page whose
    read is written down.
    """
    require(actor, VIEW_AUTHORIZATIONS)
    found: dict[UUID, list[Terms]] = {}
    for row in _current(actor, Q(authorization__client_id__in=[*client_ids])):
        found.setdefault(row.authorization.client_id, []).append(terms_of(row, row.authorization.ended_on))
    return found


def open_authorizations(actor: Actor, today: date, *, site: Site | None = None) -> list[Entered]:
    """Those that go on, of everybody in treatment whom the actor sees. One query; written down as a list read."""
    require(actor, VIEW_AUTHORIZATIONS)
    here = Q(authorization__client__site=site) if site else Q()
    in_treatment = Q(authorization__client__phase=Phase.IN_TREATMENT)
    goes_on = Q(authorization__ended_on__isnull=True) | Q(authorization__ended_on__gte=today)
    rows = _current(actor, here & in_treatment & goes_on & Q(last_on__gte=today))
    found = [Entered(row.authorization, row, terms_of(row, row.authorization.ended_on)) for row in rows]
    record_list_read(actor, "authorizations", [one.authorization.client_id for one in found])
    return found


def clients_with_authorization(actor: Actor, site: Site) -> list[Client]:
    """Who of the site is in treatment and has one, whether it goes on or not: for the morning's look."""
    require(actor, VIEW_AUTHORIZATIONS)
    held = Authorization.objects.filter(visible_authorizations(actor), client__site=site)
    ids = held.filter(client__phase=Phase.IN_TREATMENT).values("client_id")
    return list(Client.objects.filter(pk__in=ids).select_related("site").order_by("pk"))


def find_authorization(actor: Actor, client_id: UUID, authorization_id: UUID, *, lock: bool = False) -> Authorization:
    """One to correct or end, of this client; looked at without `lock`, which is written down. Raises `NotFound`."""
    require(actor, KEEP_AUTHORIZATIONS)
    rows = Authorization.objects.select_for_update(of=("self",)) if lock else Authorization.objects.all()
    theirs = rows.filter(
        pk=authorization_id,
        client_id=client_id,
        client__in=Client.objects.filter(visible_clients(actor, KEEP_AUTHORIZATIONS)),
    )
    found = theirs.select_related("client__site").first()
    if found is None:
        kept = Authorization.objects.filter(pk=authorization_id, client_id=client_id).exists()
        raise NotFound("authorization", client_id if kept else None)
    if not lock:
        record_read(actor, "authorization", client_id, ("authorization", found.pk))
    return found


def warn_days(site_ids: Iterable[int]) -> dict[int, int]:
    """How early each of these sites hears of one that runs out. No health information. One query."""
    ids = {*site_ids}
    stored = dict(CoverageProtocol.objects.filter(site_id__in=ids).values_list("site_id", "warn_days"))
    return {site_id: stored.get(site_id, WARN_DAYS) for site_id in ids}


def sites_to_set(actor: Actor) -> list[Site]:
    """The sites that the actor sets this for, by name."""
    require(actor, SET_COVERAGE)
    return list(Site.objects.filter(pk__in=actor.sites_for(SET_COVERAGE)).order_by("name"))


def terms_of(row: AuthorizationTerms, ended_on: date | None = None) -> Terms:
    """A row as values; one that was ended lasts no longer than that."""
    return Terms(
        row.payer,
        row.number,
        Unit(row.unit),
        row.units,
        row.first_on,
        max(row.first_on, min(row.last_on, ended_on)) if ended_on else row.last_on,
        row.day_minutes,
        row.next_review_on,
        row.track_id,
    )


def _current(actor: Actor, condition: Q) -> Sequence[AuthorizationTerms]:
    held = Authorization.objects.filter(visible_authorizations(actor))
    rows = AuthorizationTerms.objects.filter(condition, is_current=True, authorization__in=held)
    return list(rows.select_related("authorization__client__site").order_by("last_on", "pk")[:MOST])
