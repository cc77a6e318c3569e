"""Who is kept apart from somebody: shown to who may see both, and asked by whoever puts people into groups.

What is asked never says who the other is, and neither does what is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from stepwell.domain.people.models import Client, Phase
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.people.queries import find_client
from stepwell.domain.week.models import Booking, Enrollment, KeepApart, Series, Session
from stepwell.domain.week.permissions import KEEP_APART, visible_pairs
from stepwell.domain.week.queries.groups import belongs
from stepwell.domain.week.queries.standing import stands_in
from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.unit import record_list_read


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair as who may see both reads it. `shared` are the groups that both belong to."""

    row: KeepApart
    other: Client
    shared: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class ApartSheet:
    """The page of one person: in force first, then what has ended."""

    client: Client
    open_pairs: tuple[Pair, ...]
    ended: tuple[Pair, ...]
    others: tuple[Client, ...]


def apart_sheet(actor: Actor, client_id: UUID, today: date) -> ApartSheet:
    """Who is kept apart from this person, as far as one may see the others. Written down. Raises `NotFound`."""
    client = find_client(actor, client_id, KEEP_APART)
    rows = KeepApart.objects.filter(visible_pairs(actor)).filter(Q(first=client) | Q(second=client))
    rows = rows.select_related("first", "second", "said_by", "ended_by").order_by("-said_at")
    found = [(row, row.second if row.first_id == client.pk else row.first) for row in rows]
    shared = shared_groups(client, [other.pk for _, other in found], today)
    pairs = [Pair(row, other, tuple(shared.get(other.pk, ()))) for row, other in found]
    people = Client.objects.filter(visible_clients(actor, KEEP_APART), site_id=client.site_id)
    others = tuple(people.exclude(pk=client.pk).exclude(phase=Phase.LEFT).order_by("sort_key", "pk"))
    record_list_read(actor, "apart", [client.pk, *(one.pk for one in others), *(one.other.pk for one in pairs)])
    return ApartSheet(
        client,
        tuple(one for one in pairs if one.row.ended_at is None),
        tuple(one for one in pairs if one.row.ended_at is not None),
        others,
    )


def shared_groups(client: Client, others: Iterable[UUID], today: date) -> dict[UUID, list[Series]]:
    """To which groups both belong. Two queries, however many; for who has found both."""
    mine = Enrollment.objects.filter(belongs(today), client=client).values("series_id")
    theirs = Enrollment.objects.filter(belongs(today), client_id__in=[*others], series_id__in=mine)
    found: dict[UUID, list[Series]] = {}
    for one in theirs.select_related("series").order_by("series__name"):
        found.setdefault(one.client_id, []).append(one.series)
    return found


def seats_to_avoid(seats: Sequence[tuple[Session, UUID]]) -> set[tuple[UUID, UUID]]:
    """Which of these places (session, client) are beside somebody from whom the person is kept apart: who sits there,
    or belongs to the group then. At most three queries; it doesn't say who the other is.
    """
    clients = {client_id for _, client_id in seats}
    some = Q(first__in=clients) | Q(second__in=clients)
    pairs = list(KeepApart.objects.filter(some, ended_at__isnull=True).values_list("first_id", "second_id"))
    if not pairs:
        return set()
    sessions = {session.pk: session for session, _ in seats}
    held = Booking.objects.filter(session_id__in=sessions, canceled_at__isnull=True)
    there = set(held.values_list("session_id", "client_id"))
    members = Enrollment.objects.filter(series_id__in={one.series_id for one in sessions.values()})
    for member in members.select_related("episode"):
        same = [one for one in sessions.values() if one.series_id == member.series_id and not one.split_from_id]
        there |= {(one.pk, member.client_id) for one in same if stands_in(member, one)}
    both = [pair for first, second in pairs for pair in ((first, second), (second, first))]
    return {
        (session.pk, client_id)
        for session, client_id in seats
        if any(one == client_id and (session.pk, other) in there for one, other in both)
    }


def sessions_to_avoid(client: Client, sessions: Sequence[Session]) -> set[UUID]:
    """Those in which somebody sits from whom this person is kept apart, or to whose group they belong then.

    Three queries, however many sessions. For who has found the person; it doesn't say who the other is.
    """
    pairs = KeepApart.objects.filter(Q(first=client) | Q(second=client), ended_at__isnull=True)
    others = {one for pair in pairs.values_list("first_id", "second_id") for one in pair} - {client.pk}
    if not others:
        return set()
    seats = Booking.objects.filter(client_id__in=others, session__in=sessions, canceled_at__isnull=True)
    there = {one.series_id for one in sessions}
    members = Enrollment.objects.filter(client_id__in=others, series_id__in=there).select_related("episode")
    belong = {
        one.pk for member in members for one in sessions if one.series_id == member.series_id and stands_in(member, one)
    }
    return belong | set(seats.values_list("session_id", flat=True))
