"""What an agenda is made from: facts of everybody who is in treatment at a site, in as many statements as kinds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.admissions.models import Episode, Placement
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.planreview.queries import clocks_for
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.team.models import AgendaRequest, Meeting, MeetingItem
from stepwell.domain.team.permissions import OPEN_MEETING
from stepwell.domain.team.rules.agenda import Facts, since_of
from stepwell.domain.team.rules.minutes import State
from stepwell.domain.week.models import Booking, Status
from stepwell.kernel.actor import Actor, system
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.clock import day_at
from stepwell.platform.access.permission import require_at
from stepwell.platform.ledger.unit import record_list_read


def last_meeting(site: Site, before: date) -> Meeting | None:
    """The meeting before a day."""
    return Meeting.objects.filter(site=site, on__lt=before).order_by("-on").first()


def facts_of_site(
    actor: Actor, site: Site, now: datetime, off_track: Mapping[UUID, str]
) -> tuple[list[Facts], date | None]:
    """Everybody in treatment there, and the day of the last meeting. Eleven queries; one list read. `off_track` are
    words by person that `workflows.progress` knows.
    """
    require_at(actor, OPEN_MEETING, site.pk)
    zone = ZoneInfo(site.zone)
    today = day_at(now, zone)
    last = last_meeting(site, today)
    since_on = since_of(last.on if last else None, today)
    since = local_instant(since_on, time(0), zone)
    stays = _stays(actor, site)
    ids = [*stays]
    record_list_read(actor, "agenda", ids)
    opened, lately = _events(ids, since)
    levels = _levels(ids, since)
    missed = _missed(ids, since_on, today)
    asked = _asked(ids)
    carried = _carried(last, ids)
    clocks = clocks_for(system("team"), [*stays.values()])
    facts = [
        Facts(
            client_id,
            stay.client.sort_key,
            stay.started_on,
            stay.planned_end_on,
            stay.level_code,
            open_events=opened[client_id],
            events_since=lately[client_id],
            decided_level=levels.get(client_id, ""),
            missed=missed[client_id],
            asked=tuple(asked[client_id]),
            carried=client_id in carried,
            review_on=clocks[stay.pk].review_on,
            off_track=off_track.get(client_id, ""),
        )
        for client_id, stay in stays.items()
    ]
    return facts, last.on if last else None


def _stays(actor: Actor, site: Site) -> dict[UUID, Episode]:
    """The open stay of each, the latest where somebody has two."""
    seen = Client.objects.filter(visible_clients(actor, OPEN_MEETING), site=site)
    rows = Episode.objects.filter(client__in=seen, track__site=site, ended_on__isnull=True).order_by("started_on", "pk")
    return {one.client_id: one for one in rows.select_related("client")}


def _events(ids: Iterable[UUID], since: datetime) -> tuple[Counter[UUID], Counter[UUID]]:
    rows = SafetyEvent.objects.filter(Q(resolved_at__isnull=True) | Q(raised_at__gte=since), client_id__in=ids)
    found = list(rows.values_list("client_id", "resolved_at"))
    return Counter(one for one, resolved in found if resolved is None), Counter(one for one, _ in found)


def _levels(ids: Iterable[UUID], since: datetime) -> dict[UUID, str]:
    rows = Placement.objects.filter(client_id__in=ids, decided_at__gte=since).order_by("decided_at")
    return dict(rows.values_list("client_id", "chosen_level"))


def _missed(ids: Iterable[UUID], since: date, today: date) -> Counter[UUID]:
    rows = Booking.objects.filter(
        client_id__in=ids,
        canceled_at__isnull=True,
        session__canceled_at__isnull=True,
        session__on__range=(since, today),
        status=Status.NO_SHOW.value,
    )
    return Counter(rows.values_list("client_id", flat=True))


def _asked(ids: Iterable[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = AgendaRequest.objects.filter(client_id__in=ids, taken_into__isnull=True).order_by("asked_at", "pk")
    for client_id, who, words in rows.values_list("client_id", "asked_by__name", "words"):
        found[client_id].append((who, words))
    return found


def _carried(last: Meeting | None, ids: Iterable[UUID]) -> frozenset[UUID]:
    if last is None:
        return frozenset()
    rows = MeetingItem.objects.filter(meeting=last, client_id__in=ids).exclude(state=State.DISCUSSED.value)
    return frozenset(rows.values_list("client_id", flat=True))
